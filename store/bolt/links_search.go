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
	return errors.Join(b.reorder(old, l), b.tx.kept.segments.Change(old, l, b.segment))
}

// segment returns the segment of a link, which is at a key. It is nil if the row is
// damaged and has to stay so.
func (b links) segment(key []byte, of *linkpack.Link) (*linkindex.Segment, error) {
	s, err := b.readSegment(key)
	if errors.Is(err, linkpack.ErrDamaged) {
		return b.rebuild(key, of)
	}
	return s, err
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
// rebuild returns nil and leaves a damaged row: as long as there is one, a search reads
// all links that it may have.
func (b links) rebuild(key []byte, of *linkpack.Link) (*linkindex.Segment, error) {
	if b.segments().trust(key) != nil {
		return nil, nil
	}
	s, err := b.collect(of)
	if err != nil {
		return nil, errors.Join(b.segments().drop(key), b.segments().keep(key, nil))
	}
	return s, b.segments().drop(key)
}

// collect makes the segment of a link from its links, all but the link itself.
func (b links) collect(of *linkpack.Link) (*linkindex.Segment, error) {
	s := new(linkindex.Segment)
	from, to := keys.LinksFrom(of.Workspace, "", true)
	for entry, err := range b.ids().up(from, to) {
		if err != nil {
			return nil, err
		}
		number, err := entryNumber(entry)
		if err == nil && (linkindex.Of(number) != linkindex.Of(of.Number) || number == of.Number) {
			continue
		}
		l, err := b.filed(entry.key, entry.payload)
		if err != nil {
			return nil, err
		}
		s.Put(l)
	}
	return s, nil
}

// storeSegment writes the row of a segment, or removes it.
func (b links) storeSegment(key, row []byte) error {
	if row == nil {
		return b.segments().drop(key)
	}
	return b.segments().keep(key, row)
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
