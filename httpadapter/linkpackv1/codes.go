package linkpackv1

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Codes serves archives of QR codes. *qrcode.Images has its method, which must be
// safe for concurrent use.
type Codes interface {
	// ServeZIP answers with the codes of links, at most 1,000, as the query
	// parameters format, size, sheet and placement say. If it returns an error, it has
	// written nothing.
	ServeZIP(w http.ResponseWriter, r *http.Request, links []*linkpack.Link) error
}

// nextCursor is the header with the cursor of a list whose answer is not JSON.
const nextCursor = "Next-Cursor"

// codesParameters say how codes are drawn.
func codesParameters() []string { return []string{"format", "size", "sheet", "placement"} }

// listedCodesParameters are those of a list without the bin, whose codes lead nowhere.
func listedCodesParameters() []string {
	isBin := func(name string) bool { return name == deletedParameter }
	return append(slices.DeleteFunc(listParameters(), isBin), codesParameters()...)
}

// codesRoutes returns the operations on QR codes, if they are served.
func (h *handlers) codesRoutes() []httpadapter.Route {
	if h.codes == nil {
		return nil
	}
	return []httpadapter.Route{
		h.route(http.MethodGet, "/api/v1/links/qr.zip", h.listedCodes, listedCodesParameters()...),
		h.route(http.MethodPost, "/api/v1/links/qr.zip", h.namedCodes, codesParameters()...),
	}
}

// listedCodes serves "GET /api/v1/links/qr.zip". Without a limit, it refuses a list
// that is longer than an archive, since a part of it would look like all.
func (h *handlers) listedCodes(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, listedCodesParameters()...)
	if err != nil {
		return err
	}
	query, err := readQuery(params)
	if err != nil {
		return err
	}
	query.Workspace = p.Workspace
	limited := query.Limit != 0
	if !limited {
		query.Limit = maxBulk
	}
	page, damage := h.shortener.ListLinks(r.Context(), query)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return damage
	}
	if page.Next != "" && !limited {
		return &linkpack.FieldError{Field: "limit", Reason: fmt.Sprintf("is required for more than %d links", maxBulk)}
	}
	if page.Next != "" {
		w.Header().Set(nextCursor, page.Next)
	}
	httpadapter.CountDamaged(w, damage)
	return errors.Join(h.codes.ServeZIP(w, r, page.Links), damage) // logged, once the answer has begun
}

// namedCodes serves "POST /api/v1/links/qr.zip".
func (h *handlers) namedCodes(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if _, err := parameters(r, codesParameters()...); err != nil {
		return err
	}
	var ids []string
	if err := h.readOnly(r, field{"ids", &ids}); err != nil {
		return err
	}
	if err := checkBulk("ids", len(ids)); err != nil {
		return err
	}
	links := make([]*linkpack.Link, len(ids))
	for i, id := range ids {
		var err error
		links[i], err = h.shortener.Link(r.Context(), p.Workspace, id)
		if errors.Is(err, linkpack.ErrNotFound) {
			return missing(fmt.Sprintf("ids[%d]", i), err)
		}
		if err != nil {
			return err
		}
	}
	return h.codes.ServeZIP(w, r, links)
}
