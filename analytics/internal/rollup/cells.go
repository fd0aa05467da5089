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

// cell counts a slot of a day, which is a quarter-hour or a class and a
// quarter-hour.
type cell struct {
	Slot  uint16
	Count uint64
}

// Cells are counts by slot, sorted by slot. They are stored as their number, then
// for each cell the slot less the slot before it, and the count.
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

// ReadCells reads cells and appends them to into. It fails unless slots rise and are
// below limit.
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

// AddCells reads cells and adds each to the count of its slot.
func AddCells(r *wire.Reader, counts []uint64) {
	slot := uint64(0)
	for range r.Count(2) {
		if slot += r.Uvarint(); slot >= uint64(len(counts)) {
			r.Fail()
			return
		}
		counts[slot] += r.Uvarint()
	}
}

// Humans returns the number of human clicks from one quarter-hour up to another,
// exclusive.
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
