package packed

import (
	"encoding/binary"

	"github.com/klauspost/compress/s2"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

const (
	// maxRow is the length of the largest value that is packed. Larger ones gain little.
	maxRow = 2048
	// maxLogRow is maxRow of the log, so that clicks that come in large numbers are read as
	// fast as without packs.
	maxLogRow = 512
	// packSize is about the length of a pack's value. Two have room in a page of 4 KB.
	packSize = 1960
	// minFull is the least part of packSize, in percent, that a pack has if there are
	// more rows.
	minFull = 90
	// maxTries is how often a pack is made to get its length right.
	maxTries = 4
)

// maxRowOf returns the length of the largest value of a table that is packed.
func maxRowOf(table wire.PackedTable) int {
	if table == wire.PackedLog {
		return maxLogRow
	}
	return maxRow
}

// packer makes packs.
type packer struct {
	table wire.PackedTable
	size  int // of the values of packs
	raw   int // about the length of rows that becomes that of a pack
	block []byte
}

// newPacker returns what makes packs of a table.
func newPacker(table wire.PackedTable, size int) *packer {
	return &packer{table: table, size: size, raw: 2 * size}
}

// pack packs rows, which must not be too large, and are sorted.
func (p *packer) pack(rows []packedRow) (packs []analytics.Row) {
	for len(rows) > 0 {
		pack, n := p.next(rows)
		packs = append(packs, pack)
		rows = rows[n:]
	}
	return packs
}

// repack packs rows of which most were in a pack. It divides those that do not fit in
// the middle, so that there is room for others.
func (p *packer) repack(rows []packedRow) []analytics.Row {
	if length(rows) <= maxRaw/2 {
		if pack := p.encode(rows); len(pack.Value) <= p.size || len(rows) == 1 {
			return []analytics.Row{pack}
		}
	}
	half := len(rows) / 2
	return append(p.pack(rows[:half]), p.pack(rows[half:])...)
}

// next packs the first rows and returns their number. It tries what number fits, and
// begins with what did last time.
func (p *packer) next(rows []packedRow) (pack analytics.Row, n int) {
	for try := 1; ; try++ {
		n = fitting(rows, p.raw)
		pack = p.encode(rows[:n])
		small := len(pack.Value) < p.size*minFull/100 && n < len(rows) && p.raw < maxRaw/2
		large := len(pack.Value) > p.size && n > 1
		if !large && (!small || try >= maxTries) {
			return pack, n
		}
		p.raw = min(max(p.raw/2, p.raw*(p.size*(100+minFull)/200)/len(pack.Value)), maxRaw/2)
		if large {
			p.raw = min(p.raw, length(rows[:n])-1)
		}
	}
}

// fitting returns the number of rows that have about a length, at least one.
func fitting(rows []packedRow, raw int) int {
	n, size := 1, len(rows[0].value)
	for n < len(rows) && size+len(rows[n].value) <= raw {
		size += len(rows[n].value)
		n++
	}
	return n
}

// length returns the length of the values of rows.
func length(rows []packedRow) (size int) {
	for _, row := range rows {
		size += len(row.value)
	}
	return size
}

// encode packs rows together.
func (p *packer) encode(rows []packedRow) analytics.Row {
	first, last := rows[0].key, rows[len(rows)-1].key
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(len(rows)))
	before := first
	for _, row := range rows {
		value = appendStep(value, p.table, before, row.key)
		before = row.key
	}
	var raw []byte
	for _, row := range rows {
		payload := row.value[wire.SealSize:]
		value = binary.AppendUvarint(value, uint64(len(payload)))
		raw = append(raw, payload...)
	}
	p.block = s2.EncodeBetter(p.block[:cap(p.block)], raw)
	return analytics.Row{Key: wire.PackKey(p.table, last, first), Value: wire.Seal(append(value, p.block...))}
}
