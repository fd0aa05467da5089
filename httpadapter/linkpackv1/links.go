package linkpackv1

import (
	"net/http"
	"strconv"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// shorten serves "POST /api/v1/shorten".
func (h *handlers) shorten(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := h.read(r, "longUrl", "shortCode")
	if err != nil {
		return err
	}
	link := linkpack.Link{Workspace: p.Workspace}
	if err := sent.apply(&link); err != nil {
		return err
	}
	made, err := h.shortener.Shorten(r.Context(), link)
	if err != nil {
		return sent.rename(err)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, shortened{
		ID: made.ID, ShortCode: made.ShortCode, ShortURL: h.shortener.URL(made), LongURL: made.Destination,
	})
}

// link serves "GET /api/v1/link/{id}".
func (h *handlers) link(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	link, err := h.shortener.Lookup(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.writeLink(w, r, link)
}

// writeLink answers with a link and what there is to say about its rules.
func (h *handlers) writeLink(w http.ResponseWriter, r *http.Request, link *linkpack.Link) error {
	warnings, err := h.shortener.Warnings(r.Context(), link)
	if err != nil {
		return err
	}
	answer := h.full(link)
	for _, warning := range warnings {
		answer.Warnings = append(answer.Warnings, neverReached(warning))
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// change serves "PATCH /api/v1/link/{id}".
func (h *handlers) change(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := h.read(r, "long_url", "short_code")
	if err != nil {
		return err
	}
	link, err := h.shortener.Update(r.Context(), p.Workspace, r.PathValue("id"), sent.apply)
	if err != nil {
		return sent.rename(err)
	}
	return h.writeLink(w, r, link)
}

// remove serves "DELETE /api/v1/link/{id}".
func (h *handlers) remove(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.Delete(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, removed{Success: true})
}

// list serves "GET /api/v1/links".
func (h *handlers) list(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r)
	if err != nil {
		return err
	}
	query := linkpack.LinkQuery{Workspace: p.Workspace, Cursor: params.Get("cursor")}
	if limit := params.Get("limit"); limit != "" {
		if query.Limit, err = strconv.Atoi(limit); err != nil || query.Limit < 1 {
			return &linkpack.FieldError{Field: "limit", Reason: "must be a whole number from 1 to 1000"}
		}
	}
	page, err := h.shortener.Page(r.Context(), query)
	if err != nil {
		return err
	}
	answer := links{Links: make([]fullLink, len(page.Links)), NextCursor: orNull(page.Next)}
	for i, link := range page.Links {
		answer.Links[i] = h.full(link)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}
