package bolt

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// link checks a link and the entries that point to it.
func (c *check) link(r row) error {
	l, err := decodeLink(r.key, r.payload)
	if err != nil {
		return err
	}
	b := links{c.tx}
	if found, err := b.ids().get(keys.Link(l.Workspace, l.ID)); err != nil || !bytes.Equal(found, r.key) {
		return notInIndex(err, fmt.Sprintf("link %x: its id %q", r.key, l.ID))
	}
	if err := errors.Join(b.hasOrders(l), c.hasSegment(l)); err != nil {
		return err
	}
	if !l.DeletedAt.IsZero() {
		return c.deletedLink(l)
	}
	for _, code := range l.Codes() {
		if h, err := b.holder(code.Domain, code.ShortCode); err != nil || h.isTombstone() || !h.isOf(l) {
			return notInIndex(err, fmt.Sprintf("link %x: its code %q", r.key, code.ShortCode))
		}
	}
	if err := b.hasExternal(l); err != nil {
		return err
	}
	return b.hasDestination(l)
}

// hasSegment checks that the search has a link. Links that follow each other have the same
// segment most of the time, which is read once.
func (c *check) hasSegment(l *linkpack.Link) error {
	key := keys.Segment(l.Workspace, linkindex.Of(l.Number))
	if !bytes.Equal(key, c.segmentKey) {
		c.segment, c.segmentErr = links{c.tx}.readSegment(key)
		c.segmentKey = key
	}
	if c.segmentErr != nil || !c.segment.Has(l) {
		return notInIndex(c.segmentErr, fmt.Sprintf("link %08x: its text", l.Number))
	}
	return nil
}

// deletedLink checks the entries for a link in the bin. Its codes are its tombstones or
// were taken.
func (c *check) deletedLink(l *linkpack.Link) error {
	b := links{c.tx}
	if entry, err := b.bin().get(binKey(l)); err != nil || entry == nil {
		return notInIndex(err, fmt.Sprintf("deleted link %q: its entry in the bin", l.ID))
	}
	for _, code := range l.Codes() {
		if h, err := b.holder(code.Domain, code.ShortCode); err != nil || h.number == nil {
			return notInIndex(err, fmt.Sprintf("deleted link %q: the tombstone of its code %q", l.ID, code.ShortCode))
		}
	}
	return nil
}

// code checks that the link of a code has it. A tombstone has none.
func (c *check) code(r row) error {
	if isTombstone(r.payload) {
		return nil
	}
	l, err := links{c.tx}.read(r.payload)
	if err != nil {
		return err
	}
	if !hasCode(l, keys.CodeOf(r.key)) {
		return fmt.Errorf("%w: link %x does not have the code %q", ErrCorrupt, r.payload, r.key)
	}
	return nil
}
