package linkbreakersv1

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Clients may give a new link an id of their own. IDs of the engine are in the order of
// creation, so it keeps such an id as the link's ExternalID. The API shows it as the id
// of the link, and finds the link by either.

// shownID returns the id that clients see.
func shownID(link *linkpack.Link) string {
	if link.ExternalID != "" && canonical(link.ExternalID) == link.ExternalID {
		return link.ExternalID
	}
	return link.ID
}

// ofLink returns a handler of a path that has the id of a link at a name. handle finds
// the ID of the engine there.
func (h *handlers) ofLink(name string, handle httpadapter.HandlerFunc) httpadapter.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		id, err := h.linkID(r.Context(), p.Workspace, r.PathValue(name))
		if err != nil {
			return err
		}
		r.SetPathValue(name, id)
		return handle(w, r, p)
	}
}

// linkID returns the ID of the link that clients know by an id: one of the engine, or
// one that a client gave a link. The engine keeps the two apart.
func (h *handlers) linkID(ctx context.Context, workspace, id string) (string, error) {
	own := canonical(id)
	if own == "" {
		return id, nil
	}
	link, err := h.shortener.Link(ctx, workspace, own)
	if isHidden(err) {
		link, err = h.shortener.LinkByExternalID(ctx, workspace, own)
	}
	switch {
	case err == nil:
		return link.ID, nil
	case isHidden(err), errors.Is(err, linkpack.ErrDamaged): // which the handler answers
		return own, nil
	}
	return "", err
}

// isHidden reports whether there is nothing that the caller may read.
func isHidden(err error) bool {
	return errors.Is(err, linkpack.ErrNotFound) || errors.Is(err, linkpack.ErrForbidden)
}

// canonical returns a UUID in its usual form, or "" for any other text.
func canonical(id string) string {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return ""
	}
	return parsed.String()
}

// readID sets the id of a new link that a client gives it.
func (v values) readID(link *linkpack.Link) error {
	id := ""
	if err := v.read("id", &id); err != nil || id == "" {
		return err
	}
	if link.ExternalID = canonical(id); link.ExternalID == "" {
		return &linkpack.FieldError{Field: "id", Reason: "must be a UUID, as in 550e8400-e29b-41d4-a716-446655440000"}
	}
	return nil
}
