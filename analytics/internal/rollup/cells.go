package rollup

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// QuartersPerDay is the number of quarter-hours of a UTC day.
const QuartersPerDay = 96

// ClassCells is the number of cells of requests: one for each class and
// quarter-hour.
const ClassCells = uint64(len(analytics.ClassCounts{}) * QuartersPerDay)

// cell is the count of one slot of a day: a quarter-hour, or a class and a
// quarter-hour.
type cell struct {
	Slot  uint16
	Count uint64
}

// Cells are counts by slot, in the order of the slots. Stored, they are their
// number, then for each the slot less the one before it, and the count.
type Cells []cell

// Add adds n to a slot.
func (c Cells) Add(slot uint16, n uint64) Cells {
	if last := len(c) - 1; last >= 0 && c[last].Slot == slot {
		c[last].Count += n
		return c
	}
	i, found := slices.BinarySearchFunc(c, slot, func(c cell, slot uint16) int { return cmp.Compare(c.Slot, slot) })
	if found {
		c[i].Count += n
		return c
	}
	return slices.Insert(c, i, cell{slot, n})
}

func (c Cells) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(c)))
	var before uint16
	for _, cell := range c {
		b = binary.AppendUvarint(b, uint64(cell.Slot-before))
		b = binary.AppendUvarint(b, cell.Count)
		before = cell.Slot
	}
	return b
}

// ReadCells appends cells to into. Slots are below limit and rise.
func ReadCells(r *wire.Reader, into Cells, limit uint64) Cells {
	var slot uint64
	for i := range r.Count(2) {
		step := min(r.Uvarint(), limit)
		if slot += step; slot >= limit || i > 0 && step == 0 {
			r.Fail()
			return into
		}
		into = append(into, cell{uint16(slot), r.Uvarint()})
	}
	return into
}

// Humans returns the human clicks of some quarter-hours of a day.
func (c Cells) Humans(from, to int) (clicks uint64) {
	if from >= to {
		return 0
	}
	for _, c := range c {
		if quarter := int(c.Slot % QuartersPerDay); analytics.Class(c.Slot/QuartersPerDay) == analytics.Human && from <= quarter && quarter < to {
			clicks += c.Count
		}
	}
	return clicks
}
