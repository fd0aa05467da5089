package clicklog

import (
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Group is a run of records of one link and revision in a chunk. It is stored as
//
//	count: varint, the number of records
//	link: varint, less the link of the group before it
//	revision: varint
//	back: varint, how many blocks before this one the link was last clicked;
//	      0 for never
//
// Erased clicks have a group without records: the count 0, and then as a varint how many
// they were. Its link is that of the group before it.
type Group struct {
	Link, Revision uint32 // the plan of its clicks
	Back           uint64 // blocks since the link was clicked before; 0 for never
	// Position is the position of the first record in the block.
	Position uint32
	// Start and End are the indexes in the chunk of the first record and of the one
	// behind the last.
	Start, End uint32
	Count      uint32 // of clicks, erased ones too
}

// appendGroup appends a group with records. before is the link of the group before it.
func appendGroup(b []byte, g *Group, before uint32) []byte {
	b = binary.AppendUvarint(b, uint64(g.Count))
	b = binary.AppendUvarint(b, uint64(g.Link-before))
	b = binary.AppendUvarint(b, uint64(g.Revision))
	return binary.AppendUvarint(b, g.Back)
}

// appendErased appends a group of erased clicks.
func appendErased(b []byte, count uint32) []byte {
	return binary.AppendUvarint(append(b, 0), uint64(count))
}

// erased reports whether the group stands for erased clicks.
func (g *Group) erased() bool { return g.Start == g.End }

// All yields the groups in order, without erased ones. It ends after an error.
func (c *Chunk) All() iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		for g, err := range c.everyGroup() {
			if (err != nil || !g.erased()) && !yield(g, err) {
				return
			}
		}
	}
}

// everyGroup is All including erased groups.
func (c *Chunk) everyGroup() iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		r := wire.Reader{Data: c.groups}
		g := Group{Position: c.first}
		for r.Left() > 0 {
			if err := g.read(&r, c.records.count); err != nil {
				yield(Group{}, err)
				return
			}
			if !yield(g, nil) {
				return
			}
		}
	}
}

// read replaces g by the group after it, in a chunk with a number of records.
func (g *Group) read(r *wire.Reader, records uint32) error {
	g.Position += g.Count
	g.Start, g.Revision, g.Back = g.End, 0, 0
	if g.Count = r.Uint32(); g.Count == 0 {
		g.Count = r.Uint32()
	} else {
		link := uint64(g.Link) + uint64(r.Uint32())
		if link >= wire.NoLink || g.Count > records-g.Start {
			r.Fail()
		}
		g.Link, g.Revision, g.Back = uint32(link), r.Uint32(), r.Uvarint()
		g.End = g.Start + g.Count
	}
	if r.Failed || r.Left() == 0 && g.End != records {
		return fmt.Errorf("%w: a group cannot be decoded", analytics.ErrDamaged)
	}
	return nil
}
