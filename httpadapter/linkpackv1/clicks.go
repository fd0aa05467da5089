package linkpackv1

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// clicksParameters are the parameters of a list of clicks.
func clicksParameters() []string { return []string{"from", "to", "conversions", "limit", "cursor"} }

// clicks serves "GET /api/v1/link/{id}/clicks", newest first.
func (h *handlers) clicks(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, clicksParameters()...)
	if err != nil {
		return err
	}
	query, err := readClicksQuery(params)
	if err != nil {
		return err
	}
	query.Workspace, query.Link = p.Workspace, r.PathValue("id")
	page, damage := h.shortener.Events(r.Context(), query)
	if damage != nil && page.Events == nil {
		return damage
	}
	shown, err := h.clicksOf(r.Context(), p.Workspace, page)
	if err != nil {
		return err
	}
	return httpadapter.WriteList(w, shown, damage)
}

// readClicksQuery reads the parameters of a list of clicks.
func readClicksQuery(params url.Values) (query linkpack.EventQuery, err error) {
	query.Cursor = params.Get("cursor")
	if query.Limit, err = readLimit(params); err != nil {
		return query, err
	}
	if query.Conversions, err = readBool(params, "conversions"); err != nil {
		return query, err
	}
	if query.From, err = readTime(params, "from"); err != nil {
		return query, err
	}
	query.To, err = readTime(params, "to")
	return query, err
}

// readTime reads a time, or the zero time if the parameter is absent.
func readTime(params url.Values, name string) (time.Time, error) {
	text := params.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, &linkpack.FieldError{Field: name, Reason: "must be a time as in 2026-01-31T09:00:00Z"}
	}
	return at, nil
}

// clicksOf returns a page of clicks as it is sent to clients.
func (h *handlers) clicksOf(ctx context.Context, workspace string, page linkpack.EventPage) (pageOfClicks, error) {
	shown := pageOfClicks{Clicks: make([]fullClick, len(page.Events)), NextCursor: orNull(page.Next)}
	visitors, err := h.shortener.VisitorsOf(ctx, workspace, page.Events)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) && !errors.Is(err, linkpack.ErrForbidden) {
		return shown, err
	}
	for i := range page.Events {
		shown.Clicks[i] = h.fullClick(&page.Events[i])
		if v := visitors[page.Events[i].ID]; v != nil {
			shown.Clicks[i].VisitorID = &v.ID
		}
	}
	return shown, nil
}

// removeVisitor serves "DELETE /api/v1/visitor/{id}".
func (h *handlers) removeVisitor(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteVisitor(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, removed{Success: true})
}
