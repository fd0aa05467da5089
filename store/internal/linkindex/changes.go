package linkindex

import (
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// Changes are the segments that a transaction changes, each of which it stores once. The
// zero value has none.
type Changes struct{ segments map[string]*Segment }

// Change changes what the segment of a link has of it from old to l, which may be nil.
// read returns the segment of a link, which is at a key. If it returns nil, the segment
// stays as it is.
func (c *Changes) Change(old, l *linkpack.Link, read func(key []byte, of *linkpack.Link) (*Segment, error)) error {
	if old != nil && l != nil && Equal(old, l) {
		return nil
	}
	of := l
	if l == nil {
		of = old
	}
	s, err := c.segment(of, read)
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

// segment returns the segment of a link, and keeps it.
func (c *Changes) segment(of *linkpack.Link, read func([]byte, *linkpack.Link) (*Segment, error)) (*Segment, error) {
	key := keys.Segment(of.Workspace, Of(of.Number))
	if s, ok := c.segments[string(key)]; ok {
		return s, nil
	}
	s, err := read(key, of)
	if err != nil || s == nil {
		return nil, err
	}
	if c.segments == nil {
		c.segments = make(map[string]*Segment)
	}
	c.segments[string(key)] = s
	return s, nil
}

// Rows yields the rows of the changed segments by their keys. The row of a segment that
// has no links any more is nil.
func (c *Changes) Rows() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, row []byte) bool) {
		for key, s := range c.segments {
			if !yield([]byte(key), s.Row()) {
				return
			}
		}
	}
}
