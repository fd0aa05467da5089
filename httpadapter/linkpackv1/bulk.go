package linkpackv1

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// maxBulk is the maximum number of links in one call.
	maxBulk = 1000
	// maxBulkPasswords is the maximum number of links with a password in one call,
	// since hashing a password takes about 50 ms, and few are hashed at a time.
	maxBulkPasswords = 20
)

// shortenAll serves "POST /api/v1/links/bulk".
func (h *handlers) shortenAll(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if r.Header.Get(idempotencyKey) != "" {
		return &linkpack.FieldError{Field: idempotencyKey, Reason: "is only for single links"}
	}
	sent, err := h.readBulk(r, true)
	if err != nil {
		return err
	}
	links := make([]linkpack.Link, len(sent))
	for i := range links {
		links[i].Workspace = p.Workspace
		if err := sent[i].apply(&links[i]); err != nil {
			return sent.rename(prefixed(i, err))
		}
	}
	find, err := sent.find()
	if err != nil {
		return err
	}
	if find {
		return h.findOrMakeAll(w, r, sent, links)
	}
	made, err := h.shortener.CreateLinks(r.Context(), links)
	if err != nil {
		return sent.rename(err)
	}
	answer := shortenedLinks{Links: make([]shortened, len(made))}
	for i, link := range made {
		answer.Links[i] = h.short(link)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// changeAll serves "PATCH /api/v1/links/bulk".
func (h *handlers) changeAll(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, ids, err := h.readChanges(r)
	if err != nil {
		return err
	}
	changed, err := h.shortener.UpdateLinks(r.Context(), p.Workspace, ids, func(i int, link *linkpack.Link) error {
		return h.applyTo(link, sent[i])
	})
	if err != nil {
		return sent.rename(err)
	}
	return h.writeChanged(w, changed)
}

// readChanges reads {"links": […]} with the ids of links and the fields to change.
func (h *handlers) readChanges(r *http.Request) (sent sentLinks, ids []string, err error) {
	if sent, err = h.readBulk(r, false); err != nil {
		return nil, nil, err
	}
	ids = make([]string, len(sent))
	for i := range sent {
		if ids[i], err = sent[i].id(); err != nil {
			return nil, nil, prefixed(i, err)
		}
	}
	return sent, ids, nil
}

// writeChanged answers with links that were changed.
func (h *handlers) writeChanged(w http.ResponseWriter, changed []*linkpack.Link) error {
	answer := changedLinks{Links: make([]fullLink, len(changed))}
	for i, link := range changed {
		answer.Links[i] = h.full(link)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// removeAll serves "DELETE /api/v1/links/bulk".
func (h *handlers) removeAll(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	permanent, err := readFlag(r, permanentParameter)
	if err != nil {
		return err
	}
	var ids []string
	if err := h.readOnly(r, field{"ids", &ids}); err != nil {
		return err
	}
	if err := checkBulk("ids", len(ids)); err != nil {
		return err
	}
	remove := h.shortener.DeleteLinks
	if permanent {
		remove = h.shortener.DeleteLinksNow
	}
	err = remove(r.Context(), p.Workspace, ids)
	if at, ok := errors.AsType[*linkpack.IndexError](err); ok && errors.Is(err, linkpack.ErrNotFound) {
		return missing(fmt.Sprintf("ids[%d]", at.Index), at)
	}
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, removed{Success: true})
}

// sentLinks are the fields of several links.
type sentLinks []*sentFields

// readBulk reads {"links": […]}, which are to be made or changed.
func (h *handlers) readBulk(r *http.Request, areNew bool) (sentLinks, error) {
	var links []map[string]json.RawMessage
	if err := h.readOnly(r, field{"links", &links}); err != nil {
		return nil, err
	}
	if err := checkBulk("links", len(links)); err != nil {
		return nil, err
	}
	sent, passwords := make(sentLinks, len(links)), 0
	for i, values := range links {
		if _, hasPassword := values["password"]; hasPassword {
			passwords++
		}
		if passwords > maxBulkPasswords {
			return nil, &linkpack.FieldError{
				Field: fmt.Sprintf("links[%d].password", i), Reason: fmt.Sprintf("at most %d links in one request can have a password", maxBulkPasswords),
			}
		}
		var err error
		if sent[i], err = h.take(r.Context(), values, areNew); err != nil {
			return nil, prefixed(i, err)
		}
	}
	return sent, nil
}

func checkBulk(field string, n int) error {
	if n < 1 || n > maxBulk {
		return &linkpack.FieldError{Field: field, Reason: fmt.Sprintf("must have from 1 to %d entries", maxBulk)}
	}
	return nil
}

// prefixed returns the error of the i-th of several links, with the link's index
// before each field.
func prefixed(i int, err error) error {
	return httpadapter.RenameFields(err, func(field string) string { return fmt.Sprintf("links[%d].%s", i, field) })
}

// rename returns an engine's error with the field names that the client used.
func (s sentLinks) rename(err error) error {
	if taken, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return httpadapter.TakenProblem(taken, "short code", "external id", fmt.Sprintf("links[%d].%s", taken.Index, s[taken.Index].name(taken.Field)))
	}
	if at, ok := errors.AsType[*linkpack.IndexError](err); ok && errors.Is(err, linkpack.ErrNotFound) {
		return missing(fmt.Sprintf("links[%d].id", at.Index), at)
	}
	return httpadapter.RenameFields(err, s.name)
}

// name returns the client's name for a field such as "links[3].destination" or
// "ids[3]".
func (s sentLinks) name(field string) string {
	place, inner, isInner := strings.Cut(field, "].")
	i, err := strconv.Atoi(strings.TrimPrefix(place, "links["))
	switch {
	case strings.HasPrefix(field, "ids["):
		return "links" + strings.TrimPrefix(field, "ids") + ".id"
	case !isInner || err != nil || i < 0 || i >= len(s):
		return field
	}
	return place + "]." + s[i].name(inner)
}

// missing says which of several links does not exist.
func missing(field string, err error) error {
	return &httpadapter.Problem{
		Status: http.StatusNotFound, Err: err, Message: field + ": there is no such link",
		Fields: []linkpack.FieldError{{Field: field, Reason: "there is no such link"}},
	}
}

// id reads the id of the link to change.
func (s *sentFields) id() (id string, err error) {
	if raw, sent := s.values["id"]; sent {
		err = httpadapter.ReadField("id", raw, &id)
	}
	if err == nil && id == "" {
		err = &linkpack.FieldError{Field: "id", Reason: "is required"}
	}
	return id, err
}
