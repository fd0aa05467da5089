package memory

import (
	"bytes"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// index changes what the search and the orders have of a link from old to l, which may
// be nil. l must not be changed any more.
func (st *state) index(old, l *linkpack.Link) error {
	st.reorder(old, l)
	if old != nil && l != nil && linkindex.Equal(old, l) {
		return nil
	}
	of := l
	if l == nil {
		of = old
	}
	s, err := st.segment(of)
	switch {
	case err != nil:
		return err
	case l == nil:
		s.Delete(of.Number)
	default:
		s.Put(l)
	}
	return nil
}

// reorder changes a link's entries in the orders from old to l, which may be nil.
func (st *state) reorder(old, l *linkpack.Link) {
	for _, sort := range keys.Orders() {
		var before []byte
		if old != nil {
			before = keys.Order(sort, old)
		}
		if l == nil {
			st.orders = st.orders.without(string(before))
			continue
		}
		after := keys.Order(sort, l)
		if before != nil && !bytes.Equal(before, after) {
			st.orders = st.orders.without(string(before))
		}
		st.orders = st.orders.set(string(after), l)
	}
}

// segment returns the segment of a link, which is stored when the transaction ends.
func (st *state) segment(l *linkpack.Link) (*linkindex.Segment, error) {
	key := keys.Segment(l.Workspace, linkindex.Of(l.Number))
	if s, ok := st.kept[string(key)]; ok {
		return s, nil
	}
	s := new(linkindex.Segment)
	if row, ok := st.segments.get(key); ok {
		var err error
		if s, err = linkindex.Parse(row); err != nil {
			return nil, err
		}
	}
	if st.kept == nil {
		st.kept = make(map[string]*linkindex.Segment)
	}
	st.kept[string(key)] = s
	return s, nil
}

// storeKept stores the segments that a transaction changed.
func (st *state) storeKept() {
	for key, s := range st.kept {
		if row := s.Row(); row != nil {
			st.segments = st.segments.set(key, row)
		} else {
			st.segments = st.segments.without(key)
		}
	}
	st.kept = nil
}
