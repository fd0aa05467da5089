package bolt

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// Searches and filters look into segments, which have the texts and facts of links. A
// transaction writes each segment once.

// index changes what the search and the orders have of a link from old to l, which may
// be nil.
func (b links) index(old, l *linkpack.Link) error {
	return errors.Join(b.reorder(old, l), b.resegment(old, l))
}

// resegment changes what the segment of a link has of it.
func (b links) resegment(old, l *linkpack.Link) error {
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

// segment returns the segment of a link, which the transaction stores when it ends. It
// is nil if the row is damaged and has to stay so.
func (b links) segment(l *linkpack.Link) (*linkindex.Segment, error) {
	key := keys.Segment(l.Workspace, linkindex.Of(l.Number))
	if s, ok := b.tx.kept.segments[string(key)]; ok {
		return s, nil
	}
	s, err := b.readSegment(key)
	if errors.Is(err, linkpack.ErrDamaged) {
		s, err = b.rebuild(key, l)
	}
	if err != nil || s == nil {
		return nil, err
	}
	if b.tx.kept.segments == nil {
		b.tx.kept.segments = make(map[string]*linkindex.Segment)
	}
	b.tx.kept.segments[string(key)] = s
	return s, nil
}

// readSegment returns the segment at a key, which is empty if there is none.
func (b links) readSegment(key []byte) (*linkindex.Segment, error) {
	row, err := b.segments().get(key)
	if err != nil || row == nil {
		return new(linkindex.Segment), err
	}
	s, err := linkindex.Parse(row)
	if err != nil {
		return nil, fmt.Errorf("%w: segment %q: %w", ErrCorrupt, key, err)
	}
	return s, nil
}

// rebuild makes the segment of a link from its links, all but the link itself, and
// removes the damaged row at a key. If its page or one of the links is damaged, too,
// rebuild returns nil: as long as the row is damaged, a search reads all links that it
// may have.
func (b links) rebuild(key []byte, of *linkpack.Link) (*linkindex.Segment, error) {
	if b.segments().trust(key) != nil {
		return nil, nil
	}
	s := new(linkindex.Segment)
	from, to := keys.LinksFrom(of.Workspace, "", true)
	for entry, err := range b.ids().up(from, to) {
		if err != nil {
			return nil, nil
		}
		number, err := entryNumber(entry)
		if err == nil && (linkindex.Of(number) != linkindex.Of(of.Number) || number == of.Number) {
			continue
		}
		l, err := b.filed(entry.key, entry.payload)
		if err != nil {
			return nil, nil
		}
		s.Put(l)
	}
	return s, b.segments().drop(key)
}

// storeSegment writes the row of a segment.
func (b links) storeSegment(key []byte, s *linkindex.Segment) error {
	row := s.Row()
	if row == nil {
		return b.segments().drop(key)
	}
	return b.segments().keep(key, row)
}

// hasSegment checks that the search has a link.
func (b links) hasSegment(l *linkpack.Link) error {
	s, err := b.readSegment(keys.Segment(l.Workspace, linkindex.Of(l.Number)))
	if err != nil || !s.Has(l) {
		return notInIndex(err, fmt.Sprintf("link %08x: its text", l.Number))
	}
	return nil
}

// segmented checks that the workspace has the links of a segment.
func (b links) segmented(r row) error {
	workspace, n, ok := keys.SegmentOf(r.key)
	if !ok {
		return fmt.Errorf("%w: segment %q has the key of none", ErrCorrupt, r.key)
	}
	s, err := linkindex.Parse(r.payload)
	if err != nil {
		return fmt.Errorf("%w: segment %q: %w", ErrCorrupt, r.key, err)
	}
	for found := s.Bits(); found != 0; found &= found - 1 {
		number := n*linkindex.Size + uint32(bits.TrailingZeros64(found))
		l, err := b.read(numberKey(number))
		if err == nil && string(keys.Workspace(l.Workspace)) != workspace {
			err = fmt.Errorf("%w: segment %q has link %08x of another workspace", ErrCorrupt, r.key, number)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
