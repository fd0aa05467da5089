package clicklog

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// NumTexts is the number of texts of a click.
const NumTexts = numTexts

// Fields is a set of the fields of [Columns].
type Fields uint64

// The fields of records. Those of texts are returned by [FieldText].
const (
	FieldTimes Fields = 1 << iota
	FieldClasses
	FieldTargets
	FieldDevices
	FieldScans
	fieldTexts // of the first text; the others follow
)

// FieldText returns the field of a text, like [TextCountry].
func FieldText(text int) Fields { return fieldTexts << text }

// Columns are the records of a group, field by field. A field that was not read is
// empty. The slices are valid until another group is read.
type Columns struct {
	Times   []int64  // milliseconds
	Targets []uint32 // indexes in Plan.Targets
	// Refs are references to texts, see [Chunk.Text]; 0 for none. Those of a text that no
	// record of the chunk has are empty.
	Refs [NumTexts][]uint32

	facts, agents []uint8
	chunk         *Chunk          // that was read
	place         analytics.Place // of the group, since a chunk's memory may be used again
	start         uint32          // of the group
	known         Fields          // that were read
	record        Record
}

// Read reads fields of records of a group of a chunk, and no others. chosen has the
// indexes of the records in the group. Those that were read before stay as they are, so
// that later calls for the same group may choose fewer records, but not others.
func (cols *Columns) Read(c *Chunk, g *Group, want Fields, chosen []uint32) error {
	if place := (analytics.Place{Block: c.Block, Position: g.Position}); cols.chunk != c || cols.place != place || cols.start != g.Start {
		cols.reset()
		cols.chunk, cols.place, cols.start = c, place, g.Start
	}
	want &^= cols.known
	cols.known |= want
	if !c.records.holds(g.Start, g.End) || !cols.read(&c.records, picked{g.Start, g.End, chosen}, want) {
		cols.chunk = nil
		return errRecord()
	}
	return nil
}

// TimeBounds returns times in milliseconds, the first of which no click of the chunk is
// before and the last of which none is after. It reads no record.
func (c *Chunk) TimeBounds() (first, last int64) {
	times := &c.records.columns[columnTime]
	after := int64(times.same)
	if times.width > 0 {
		after = 1<<max(times.width, times.valueWidth) - 1
	}
	if uint64(c.records.base) > wire.MaxTime {
		return math.MinInt64, math.MaxInt64 // reading the times returns the damage
	}
	return c.records.base, c.records.base + after
}

func errRecord() error { return fmt.Errorf("%w: a record cannot be decoded", analytics.ErrDamaged) }

// reset removes all records. It keeps the memory.
func (cols *Columns) reset() {
	cols.known = 0
	cols.Times, cols.Targets, cols.facts, cols.agents = cols.Times[:0], cols.Targets[:0], cols.facts[:0], cols.agents[:0]
	for i := range cols.Refs {
		cols.Refs[i] = cols.Refs[i][:0]
	}
}

// read reads fields of records. It reports whether they can be decoded.
func (cols *Columns) read(s *recordSet, p picked, want Fields) bool {
	if want&(FieldClasses|FieldScans) != 0 {
		cols.facts = readPicked(cols.facts, s, columnFacts, p)
	}
	if want&FieldDevices != 0 {
		cols.agents = readPicked(cols.agents, s, columnAgent, p)
	}
	if want&FieldTargets != 0 {
		cols.Targets = readPicked(cols.Targets, s, columnTarget, p)
	}
	for left := want / fieldTexts & (1<<numTexts - 1); left != 0; left &= left - 1 {
		text := bits.TrailingZeros64(uint64(left))
		if s.has(columnText + text) {
			cols.Refs[text] = readPicked(cols.Refs[text], s, columnText+text, p)
		}
	}
	return want&FieldTimes == 0 || cols.readTimes(s, p)
}

func (cols *Columns) readTimes(s *recordSet, p picked) bool {
	cols.Times = readPicked(cols.Times, s, columnTime, p)
	for _, i := range p.chosen {
		if cols.Times[i] += s.base; uint64(cols.Times[i]) > wire.MaxTime {
			return false
		}
	}
	return true
}

// picked are some of the records from start to end.
type picked struct {
	start, end uint32
	chosen     []uint32 // less start
}

// readPicked reads the numbers of records into the memory of dst, each at its index less
// start. The others are undefined.
func readPicked[T uint8 | uint32 | int64](dst []T, s *recordSet, name int, p picked) []T {
	n := int(p.end - p.start)
	if len(p.chosen) >= n/4 || s.columns[name].width == 0 {
		return readColumn(dst, s, name, p.start, p.end)
	}
	dst = slices.Grow(dst[:0], n)[:n]
	for _, i := range p.chosen {
		dst[i] = T(s.columns[name].at(s, p.start+i))
	}
	return dst
}
