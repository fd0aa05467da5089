package linkbreakersv1

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxBulk is the maximum number of links in one call.
const maxBulk = 1000

// createAll serves "POST /v1/links/bulk".
func (h *handlers) createAll(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	links, err := readLinks(r, p.Workspace)
	if err != nil {
		return err
	}
	made, err := h.shortener.CreateLinks(r.Context(), links)
	if err != nil {
		return inWordsOfSeveral(err)
	}
	shown, err := h.showNew(r.Context(), made)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, manyLinks{shown})
}

// readLinks reads {"links": […]}.
func readLinks(r *http.Request, workspace string) ([]linkpack.Link, error) {
	sent, err := readValues(r)
	if err != nil {
		return nil, err
	}
	var list []map[string]json.RawMessage
	if err := sent.read("links", &list); err != nil {
		return nil, err
	}
	if len(list) < 1 || len(list) > maxBulk {
		return nil, &linkpack.FieldError{Field: "links", Reason: fmt.Sprintf("must have from 1 to %d entries", maxBulk)}
	}
	links := make([]linkpack.Link, len(list))
	for i, item := range list {
		v, err := newValues(item)
		if err == nil {
			links[i], err = v.newLink(workspace)
		}
		if err != nil {
			return nil, inside(fmt.Sprintf("links[%d]", i), err)
		}
	}
	return links, nil
}
