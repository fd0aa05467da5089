package linkpackv1

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// idempotencyKey is the header by which a link is made only once.
const idempotencyKey = "Idempotency-Key"

// shorten serves "POST /api/v1/shorten".
func (h *handlers) shorten(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	request := keep(r)
	sent, err := h.read(r, true)
	if err != nil {
		return err
	}
	link := linkpack.Link{Workspace: p.Workspace}
	if err := sent.apply(&link); err != nil {
		return err
	}
	if sent.find {
		return h.findOrMake(w, r, sent, link)
	}
	made, err := h.make(w, r, request.Bytes(), link)
	if err != nil {
		return sent.rename(err)
	}
	w.Header().Set("ETag", etag(made))
	return httpadapter.WriteJSON(w, http.StatusOK, h.short(made))
}

// keep returns the method, the path and the body of a request, as far as the body
// has been read.
func keep(r *http.Request) *bytes.Buffer {
	kept := bytes.NewBufferString(r.Method + " " + r.URL.RequestURI() + "\n")
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(r.Body, kept), r.Body}
	return kept
}

// make makes a link. With an Idempotency-Key it makes the link only once.
func (h *handlers) make(w http.ResponseWriter, r *http.Request, request []byte, link linkpack.Link) (*linkpack.Link, error) {
	key := r.Header.Get(idempotencyKey)
	if key == "" {
		return h.shortener.CreateLink(r.Context(), link)
	}
	made, replayed, err := h.shortener.CreateLinkOnce(r.Context(), key, request, link)
	if replayed {
		w.Header().Set("Idempotency-Replayed", "true")
	}
	return made, err
}

// link serves "GET /api/v1/link/{id}".
func (h *handlers) link(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	deleted, err := readFlag(r, deletedParameter)
	if err != nil {
		return err
	}
	read := h.shortener.Link
	if deleted {
		read = h.shortener.DeletedLink
	}
	link, err := read(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.writeLink(w, r, link)
}

// linkByExternalID serves "GET /api/v1/link".
func (h *handlers) linkByExternalID(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, "externalId")
	if err != nil {
		return err
	}
	id := params.Get("externalId")
	if id == "" {
		return &linkpack.FieldError{Field: "externalId", Reason: "is required"}
	}
	link, err := h.shortener.LinkByExternalID(r.Context(), p.Workspace, id)
	if err != nil {
		return err
	}
	return h.writeLink(w, r, link)
}

// writeLink answers with a link and the warnings about its rules.
func (h *handlers) writeLink(w http.ResponseWriter, r *http.Request, link *linkpack.Link) error {
	warnings, err := h.shortener.LinkWarnings(r.Context(), link)
	if err != nil {
		return err
	}
	answer := h.full(link)
	for _, warning := range warnings {
		answer.Warnings = append(answer.Warnings, warned(warning))
	}
	w.Header().Set("ETag", etag(link))
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// change serves "PATCH /api/v1/link/{id}".
func (h *handlers) change(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := h.read(r, false)
	if err != nil {
		return err
	}
	wanted := readIfMatch(r.Header)
	link, err := h.shortener.UpdateLink(r.Context(), p.Workspace, r.PathValue("id"), func(link *linkpack.Link) error {
		if err := wanted.check(link); err != nil {
			return err
		}
		return h.applyTo(link, sent)
	})
	if err != nil {
		return sent.rename(err)
	}
	return h.writeLink(w, r, link)
}

// remove serves "DELETE /api/v1/link/{id}".
func (h *handlers) remove(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	permanent, err := readFlag(r, permanentParameter)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if wanted := readIfMatch(r.Header); wanted != nil {
		link, err := h.linkOrDeleted(r.Context(), p.Workspace, id)
		if err != nil {
			return err
		}
		if err := wanted.check(link); err != nil {
			return err
		}
	}
	if err := h.removeLink(r.Context(), p.Workspace, id, permanent); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, removed{Success: true})
}

// removeLink puts a link into the bin or removes it.
func (h *handlers) removeLink(ctx context.Context, workspace, id string, permanent bool) error {
	if !permanent {
		return h.shortener.DeleteLink(ctx, workspace, id)
	}
	err := h.shortener.DeleteLinksNow(ctx, workspace, []string{id})
	if at, ok := errors.AsType[*linkpack.IndexError](err); ok {
		return at.Err
	}
	return err
}
