package postgres

import (
	"bytes"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// Searches and filters look into segments, which have the texts and facts of links. A
// transaction writes each segment once. Lists are sorted by the orders, in which each
// link has entries; the order by creation is that of the ids.

// index changes what the search and the orders have of a link from old to l, which may
// be nil.
func (b links) index(old, l *linkpack.Link) error {
	b.reorder(old, l)
	if old != nil && l != nil && linkindex.Equal(old, l) {
		return nil
	}
	of := l
	if l == nil {
		of = old
	}
	s, err := b.segment(of)
	switch {
	case err != nil || s == nil:
		return err
	case l == nil:
		s.Delete(of.Number)
	default:
		s.Put(l)
	}
	return nil
}

// reorder changes a link's entries in the orders from old to l, which may be nil.
func (b links) reorder(old, l *linkpack.Link) {
	for _, sort := range keys.Orders() {
		var before, after []byte
		if old != nil {
			before = keys.Order(sort, old)
		}
		if l != nil {
			after = keys.Order(sort, l)
		}
		if bytes.Equal(before, after) {
			continue
		}
		if before != nil {
			b.orders().delete(before)
		}
		if after != nil {
			b.orders().put(after, numberKey(l.Number))
		}
	}
}

// segment returns the segment of a link, which the transaction writes when it ends. It is nil
// if the row is damaged and has to stay so.
func (b links) segment(l *linkpack.Link) (*linkindex.Segment, error) {
	key := keys.Segment(l.Workspace, linkindex.Of(l.Number))
	if s, ok := b.tx.segments[string(key)]; ok {
		return s, nil
	}
	value, err := b.segments().get(key)
	if err != nil {
		return nil, err
	}
	s := new(linkindex.Segment)
	if value != nil {
		s, err = linkindex.Parse(value)
	}
	if err != nil {
		s, err = b.rebuild(l)
	}
	if s == nil || err != nil {
		return nil, err
	}
	if b.tx.segments == nil {
		b.tx.segments = make(map[string]*linkindex.Segment)
	}
	b.tx.segments[string(key)] = s
	return s, nil
}

// rebuild makes the segment of a link from its links, all but the link itself. It returns nil
// if one of them is damaged, too: as long as the segment is, a search reads all links that it
// may have.
func (b links) rebuild(of *linkpack.Link) (*linkindex.Segment, error) {
	numbers := make([]uint32, linkindex.Size)
	for i := range numbers {
		numbers[i] = linkindex.Of(of.Number)*linkindex.Size + uint32(i)
	}
	records, err := b.records().getAll(numberKeys(numbers))
	if err != nil {
		return nil, err
	}
	delete(records, string(numberKey(of.Number)))
	s := new(linkindex.Segment)
	for number, record := range records {
		l, err := decodeLink([]byte(number), record)
		if err != nil {
			return nil, nil
		}
		if string(keys.Workspace(l.Workspace)) == string(keys.Workspace(of.Workspace)) {
			s.Put(l)
		}
	}
	return s, nil
}

// writeSegments changes the rows of the segments that were changed.
func (t *tx) writeSegments() {
	segments := links{t}.segments()
	for _, key := range slices.Sorted(maps.Keys(t.segments)) {
		if value := t.segments[key].Row(); value != nil {
			segments.put([]byte(key), value)
		} else {
			segments.delete([]byte(key))
		}
	}
}
