package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// code is what a short code leads to.
type code struct {
	number    uint32         // of the link that has the code, or had it last
	workspace string         // of that link
	link      *linkpack.Link // nil for a tombstone
	last      linkpack.GoneError
}

// isFree reports whether l can take the code.
func (c code) isFree(l *linkpack.Link) bool {
	return c.number == l.Number || c.link == nil && c.workspace == workspaceOf(l)
}

func workspaceOf(l *linkpack.Link) string { return cmp.Or(l.Workspace, linkpack.DefaultWorkspace) }

// takeCodes gives l its codes, unless one of them is not free. A deleted link gets only
// tombstones, at codes that no other link ever had. l must not be changed any more.
func (st *state) takeCodes(l *linkpack.Link, i int) error {
	for _, c := range l.Codes() {
		holder, known := st.codes.get(keys.Code(c.Domain, c.ShortCode))
		switch {
		case !l.DeletedAt.IsZero() && known && holder.number != l.Number:
		case !l.DeletedAt.IsZero():
			st.setCode(c, l, nil)
		case known && !holder.isFree(l):
			return &linkpack.TakenError{Index: i, Domain: c.Domain, ShortCode: c.ShortCode}
		default:
			st.setCode(c, l, l)
		}
	}
	return nil
}

// replaceCodes gives l, the changed link at index i of the call, its codes, and leaves
// tombstones at those that old had and it has not.
func (st *state) replaceCodes(old, l *linkpack.Link, i int) error {
	if !slices.Equal(l.Codes(), old.Codes()) || l.DeletedAt.IsZero() != old.DeletedAt.IsZero() {
		st.buryCodes(old)
	}
	return st.takeCodes(l, i)
}

// CodeFree implements [linkpack.Links].
func (s *store) CodeFree(ctx context.Context, workspace, domain, shortCode string) (bool, error) {
	st, err := s.view(ctx)
	if err != nil {
		return false, err
	}
	holder, known := st.codes.get(keys.Code(domain, shortCode))
	return !known || holder.isFree(&linkpack.Link{Workspace: workspace}), nil
}

// buryCodes leaves tombstones at the codes that l has. A deleted link has none.
func (st *state) buryCodes(l *linkpack.Link) {
	if !l.DeletedAt.IsZero() {
		return
	}
	for _, c := range l.Codes() {
		st.setCode(c, l, nil)
	}
}

// setCode lets a code of l lead to a link, or makes it a tombstone of l if that is nil.
func (st *state) setCode(c linkpack.Alias, l, to *linkpack.Link) {
	held := code{number: l.Number, workspace: workspaceOf(l), link: to}
	if to == nil && l.DesignRevision != 0 {
		held.last = linkpack.GoneError{Design: l.Design, Revision: l.DesignRevision}
	}
	st.codes = st.codes.set(string(keys.Code(c.Domain, c.ShortCode)), held)
}
