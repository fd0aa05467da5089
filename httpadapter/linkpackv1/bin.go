package linkpackv1

import (
	"context"
	"errors"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// deletedParameter asks for links in the bin, and permanentParameter to delete without
// it.
const (
	deletedParameter   = "deleted"
	permanentParameter = "permanent"
)

// restore serves "POST /api/v1/link/{id}/restore". The body has the fields to change
// and may be missing.
func (h *handlers) restore(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := h.readOptional(r)
	if err != nil {
		return err
	}
	wanted := readIfMatch(r.Header)
	link, err := h.shortener.RestoreLink(r.Context(), p.Workspace, r.PathValue("id"), func(link *linkpack.Link) error {
		if err := wanted.check(link); err != nil {
			return err
		}
		return h.applyTo(link, sent)
	})
	if err != nil {
		return offerAnother(sent.rename(err), sent.shortCode)
	}
	return h.writeLink(w, r, link)
}

// offerAnother tells a client whose link's code or external id was taken how to restore
// the link.
func offerAnother(err error, shortCode string) error {
	problem, ok := errors.AsType[*httpadapter.Problem](err)
	if !ok || !errors.Is(problem.Err, linkpack.ErrExists) {
		return err
	}
	offer := ""
	switch problem.Fields[0].Field {
	case shortCode:
		offer = "; send another, or null for a generated one"
	case "externalId":
		offer = "; send another, or null for none"
	}
	problem.Message += offer
	problem.Fields[0].Reason += offer
	return err
}

// readOptional reads the fields of a request whose body may be missing.
func (h *handlers) readOptional(r *http.Request) (*sentFields, error) {
	if r.ContentLength == 0 {
		return h.take(r.Context(), nil, false)
	}
	return h.read(r, false)
}

// restoreAll serves "POST /api/v1/links/bulk/restore".
func (h *handlers) restoreAll(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, ids, err := h.readChanges(r)
	if err != nil {
		return err
	}
	restored, err := h.shortener.RestoreLinks(r.Context(), p.Workspace, ids, func(i int, link *linkpack.Link) error {
		return h.applyTo(link, sent[i])
	})
	if err != nil {
		return sent.rename(err)
	}
	return h.writeChanged(w, restored)
}

// linkOrDeleted returns a link, in the bin or not.
func (h *handlers) linkOrDeleted(ctx context.Context, workspace, id string) (*linkpack.Link, error) {
	link, err := h.shortener.Link(ctx, workspace, id)
	if errors.Is(err, linkpack.ErrNotFound) {
		return h.shortener.DeletedLink(ctx, workspace, id)
	}
	return link, err
}

// readFlag reads a parameter that is true or false, which is the default.
func readFlag(r *http.Request, name string) (bool, error) {
	params, err := parameters(r, name)
	if err != nil {
		return false, err
	}
	return readBool(params, name)
}
