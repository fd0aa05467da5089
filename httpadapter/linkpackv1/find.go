package linkpackv1

import (
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// findIfExists is the field of a new link that asks for an existing one.
const findIfExists = "findIfExists"

// readFind reads findIfExists, which links that exist do not have.
func (s *sentFields) readFind() error {
	raw, sent := s.values[findIfExists]
	if !sent || !s.isNew {
		return nil
	}
	return httpadapter.ReadField(findIfExists, raw, &s.find)
}

// find reports whether existing links are asked for.
func (s sentLinks) find() (bool, error) {
	for i := range s {
		if s[i].find != s[0].find {
			return false, &linkpack.FieldError{Field: fmt.Sprintf("links[%d].%s", i, findIfExists), Reason: "must be the same for all links of a request"}
		}
	}
	return s[0].find, nil
}

// findOrMake answers with an existing link or a new one.
func (h *handlers) findOrMake(w http.ResponseWriter, r *http.Request, sent *sentFields, link linkpack.Link) error {
	if r.Header.Get(idempotencyKey) != "" {
		return &linkpack.FieldError{Field: idempotencyKey, Reason: "must not be combined with " + findIfExists}
	}
	found, created, err := h.shortener.EnsureLink(r.Context(), link, &linkpack.EnsureOptions{SameDestination: true})
	if err != nil {
		return sent.rename(err)
	}
	answer := h.short(found)
	answer.Created = &created
	w.Header().Set("ETag", etag(found))
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// findOrMakeAll answers with several links that exist or are new.
func (h *handlers) findOrMakeAll(w http.ResponseWriter, r *http.Request, sent sentLinks, links []linkpack.Link) error {
	found, created, err := h.shortener.EnsureLinks(r.Context(), links, &linkpack.EnsureOptions{SameDestination: true})
	if err != nil {
		return sent.rename(err)
	}
	answer := shortenedLinks{Links: make([]shortened, len(found))}
	for i, link := range found {
		answer.Links[i] = h.short(link)
		answer.Links[i].Created = &created[i]
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}
