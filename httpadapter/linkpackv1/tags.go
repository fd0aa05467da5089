package linkpackv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// tagCount is a tag and the number of links that have it.
type tagCount struct {
	Name  string `json:"name"`
	Links int    `json:"links"`
}

// retagged says how many links were changed.
type retagged struct {
	Success bool `json:"success"`
	Links   int  `json:"links"`
}

// tags serves "GET /api/v1/tags".
func (h *handlers) tags(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	counts, err := h.shortener.Tags(r.Context(), p.Workspace)
	list := make([]tagCount, len(counts))
	for i, count := range counts {
		list[i] = tagCount{Name: count.Name, Links: count.Links}
	}
	return httpadapter.WriteList(w, map[string]any{"tags": list}, err)
}

// renameTag serves "PATCH /api/v1/tags/{name}".
func (h *handlers) renameTag(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	var name string
	if err := h.readOnly(r, field{"name", &name}); err != nil {
		return err
	}
	changed, err := h.shortener.RenameTag(r.Context(), p.Workspace, r.PathValue("name"), name)
	return writeRetagged(w, changed, err)
}

// deleteTag serves "DELETE /api/v1/tags/{name}".
func (h *handlers) deleteTag(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	changed, err := h.shortener.DeleteTag(r.Context(), p.Workspace, r.PathValue("name"))
	return writeRetagged(w, changed, err)
}

func writeRetagged(w http.ResponseWriter, changed int, err error) error {
	return httpadapter.WriteList(w, retagged{Success: true, Links: changed}, err)
}
