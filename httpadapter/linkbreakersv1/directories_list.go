package linkbreakersv1

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// wireDirectories is a page of directories.
type wireDirectories struct {
	Directories   []wireDirectory `json:"directories"`
	NextPageToken string          `json:"nextPageToken"`
}

// directoryQuery selects directories.
type directoryQuery struct {
	parent                 string
	search                 string // in lower case
	recursive, includeRoot bool
	counted                bool
	after                  string // name of the last directory of the page before
	size                   int
}

// directories serves "GET /v1/directories", sorted by name.
func (h *handlers) directories(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	q, err := params.directoryQuery(p.Workspace)
	if err != nil {
		return err
	}
	tree, damage := h.directoryTree(r.Context(), p.Workspace)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return damage
	}
	if q.parent != "" && tree[q.parent] == nil {
		return errNoDirectory("parentDirectoryId")
	}
	page := q.page(tree, p.Workspace)
	if q.counted {
		damage = errors.Join(damage, h.countLinks(r.Context(), p.Workspace, page.Directories))
	}
	return httpadapter.WriteList(w, page, damage)
}

// directoryQuery reads what a list of directories is to have.
func (p parameters) directoryQuery(workspace string) (q directoryQuery, err error) {
	var faults [7]error
	q.parent, faults[0] = p.text("parentDirectoryId")
	q.search, faults[1] = p.text("search")
	q.recursive, faults[2] = p.flag("recursive")
	q.includeRoot, faults[3] = p.flag("includeRoot")
	q.size, faults[4] = p.pageSize(50, 1000)
	q.after, faults[5] = p.pageToken("directories", workspace)
	include, err := p.text("include")
	if err == nil && include != "" && include != "linkCount" {
		err = &linkpack.FieldError{Field: "include", Reason: "must be linkCount"}
	}
	q.counted, faults[6] = include != "", err
	q.search = strings.ToLower(q.search)
	return q, errors.Join(faults[:]...)
}

// selects reports whether a directory is in the list.
func (q *directoryQuery) selects(tree directoryTree, group *linkpack.Group) bool {
	isThere := group.Parent == q.parent || q.includeRoot && group.Parent == "" || q.recursive && tree.has(q.parent, group)
	return isThere && group.Name > q.after && strings.Contains(strings.ToLower(group.Name), q.search)
}

// page returns a page of the list.
func (q *directoryQuery) page(tree directoryTree, workspace string) wireDirectories {
	var found []*linkpack.Group
	for _, group := range tree {
		if q.selects(tree, group) {
			found = append(found, group)
		}
	}
	slices.SortFunc(found, func(a, b *linkpack.Group) int { return cmp.Compare(a.Name, b.Name) })
	page := wireDirectories{Directories: []wireDirectory{}}
	for _, group := range found[:min(q.size, len(found))] {
		page.Directories = append(page.Directories, tree.wire(group))
	}
	if len(found) > q.size {
		page.NextPageToken = nextPageToken("directories", workspace, found[q.size-1].Name)
	}
	return page
}

// countLinks sets the numbers of links of directories.
func (h *handlers) countLinks(ctx context.Context, workspace string, directories []wireDirectory) error {
	counts, err := h.shortener.CountLinksByGroup(ctx, workspace)
	if counts == nil {
		return err
	}
	for i := range directories {
		n := counts[directories[i].ID]
		directories[i].LinkCount = &n
	}
	return err
}

// inDirectory reads the directory that a list of links is limited to by view and
// directoryId, or nil. In the view of a directory, none is the root.
func (p parameters) inDirectory() (*string, error) {
	isView, err := choose(p, "view", map[string]bool{"": false, "LINK_VIEW_UNSPECIFIED": false, "LINK_VIEW_DIRECTORY": true})
	if err != nil {
		return nil, err
	}
	id, err := p.text("directoryId")
	if err != nil || id == "" && !isView {
		return nil, err
	}
	return &id, nil
}

// checkDirectory refuses a list of links in a directory that there is not.
func (h *handlers) checkDirectory(ctx context.Context, query *linkpack.LinkQuery) error {
	if query.GroupID == nil || *query.GroupID == "" {
		return nil
	}
	_, err := h.shortener.Group(ctx, query.Workspace, *query.GroupID)
	if errors.Is(err, linkpack.ErrNotFound) {
		return errNoDirectory("directoryId")
	}
	return err
}

// errNoDirectory says that a field names no directory.
func errNoDirectory(field string) error {
	return &linkpack.FieldError{Field: field, Reason: "there is no such directory"}
}
