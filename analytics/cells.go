package analytics

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// quartersPerDay is the number of quarter-hours of a UTC day.
const quartersPerDay = 96

// cell is the count of one slot of a day: a quarter-hour, or a class and a
// quarter-hour.
type cell struct {
	slot  uint16
	count uint64
}

// cells are counts by slot, in the order of the slots. Stored, they are their
// number, then for each the slot less the one before it, and the count.
type cells []cell

// add adds n to a slot.
func (c cells) add(slot uint16, n uint64) cells {
	if last := len(c) - 1; last >= 0 && c[last].slot == slot {
		c[last].count += n
		return c
	}
	i, found := slices.BinarySearchFunc(c, slot, func(c cell, slot uint16) int { return cmp.Compare(c.slot, slot) })
	if found {
		c[i].count += n
		return c
	}
	return slices.Insert(c, i, cell{slot, n})
}

func (c cells) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(c)))
	var before uint16
	for _, cell := range c {
		b = binary.AppendUvarint(b, uint64(cell.slot-before))
		b = binary.AppendUvarint(b, cell.count)
		before = cell.slot
	}
	return b
}

// readCells appends cells to into. Slots are below limit and rise.
func readCells(r *reader, into cells, limit uint64) cells {
	var slot uint64
	for i := range r.count(2) {
		step := min(r.uvarint(), limit)
		if slot += step; slot >= limit || i > 0 && step == 0 {
			r.fail()
			return into
		}
		into = append(into, cell{uint16(slot), r.uvarint()})
	}
	return into
}
