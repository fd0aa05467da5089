package linkbreakersv1

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// wireTags is a page of tags.
type wireTags struct {
	Tags          []wireTag `json:"tags"`
	NextPageToken string    `json:"nextPageToken"`
}

// tags serves "GET /v1/tags", sorted by name.
func (h *handlers) tags(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	size, err := params.pageSize(50, 1000)
	if err != nil {
		return err
	}
	after, err := params.pageToken("tags", p.Workspace)
	if err != nil {
		return err
	}
	search, err := params.text("search")
	if err != nil {
		return err
	}
	all, err := h.shortener.Tags(r.Context(), p.Workspace)
	return httpadapter.WriteList(w, pageOfTags(all, p.Workspace, search, after, size), err)
}

// pageOfTags returns the tags with a text in their names after the tag after.
func pageOfTags(all []linkpack.Tag, workspace, search, after string, size int) wireTags {
	all = slices.DeleteFunc(all, func(t linkpack.Tag) bool {
		return cmp.Compare(t.Name, after) <= 0 || !strings.Contains(strings.ToLower(t.Name), strings.ToLower(search))
	})
	page := wireTags{Tags: []wireTag{}}
	for _, tag := range all[:min(size, len(all))] {
		page.Tags = append(page.Tags, wireTag{ID: tagID(workspace, tag.Name), Name: tag.Name})
	}
	if len(all) > size {
		page.NextPageToken = nextPageToken("tags", workspace, all[size-1].Name)
	}
	return page
}

// deleteTag serves "DELETE /v1/tags?name=…".
func (h *handlers) deleteTag(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	name, err := params.text("name")
	if err != nil {
		return err
	}
	if name == "" {
		return &linkpack.FieldError{Field: "name", Reason: "is required"}
	}
	changed, err := h.shortener.DeleteTag(r.Context(), p.Workspace, name)
	if changed == 0 && err == nil {
		return &httpadapter.Problem{
			Status: http.StatusNotFound, Message: "there is no such tag",
			Fields: []linkpack.FieldError{{Field: "name", Reason: "is not a tag of this workspace"}},
		}
	}
	return httpadapter.WriteList(w, nothing{}, err)
}
