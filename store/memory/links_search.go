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
	return st.searched.Change(old, l, st.segment)
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

// segment returns the segment at a key, which is empty if there is none.
func (st *state) segment(key []byte, _ *linkpack.Link) (*linkindex.Segment, error) {
	row, ok := st.segments.get(key)
	if !ok {
		return new(linkindex.Segment), nil
	}
	return linkindex.Parse(row)
}

// storeSegments stores the segments that a transaction changed.
func (st *state) storeSegments() {
	for key, row := range st.searched.Rows() {
		if row != nil {
			st.segments = st.segments.set(string(key), row)
		} else {
			st.segments = st.segments.without(string(key))
		}
	}
	st.searched = linkindex.Changes{}
}
