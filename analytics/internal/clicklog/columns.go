package clicklog

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
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
	FieldVisitors
	FieldConversions
	fieldTexts // of the first text; the others follow
)

// FieldText returns the field of a text, like [TextCountry].
func FieldText(text int) Fields { return fieldTexts << text }

// Columns are the records of a group, field by field. A field that was not read is
// empty. The slices are valid until another group is read.
type Columns struct {
	Times    []int64               // milliseconds
	Classes  []analytics.Class     // of the requests
	Targets  []uint32              // indexes in Plan.Targets
	Devices  []routing.DeviceClass // of the visitors
	Scans    []bool                // of a QR code
	Visitors []uint64              // the visitors' hashes
	// Refs are references to texts, see [Chunk.Text]; 0 for none. Those of a text that no
	// record of the chunk has are empty.
	Refs [NumTexts][]uint32
	// Conversions are those of the records of that class.
	Conversions []Conversion

	chunk  *Chunk          // that was read
	place  analytics.Place // of the group, since a chunk's memory may be used again
	start  uint32          // of the group
	known  Fields          // that were read
	bytes  []uint8
	record Record
}

// Read reads fields of a group of a chunk, and no others. Those that were read of the same
// group before stay as they are.
func (cols *Columns) Read(c *Chunk, g *Group, want Fields) error {
	if place := (analytics.Place{Block: c.Block, Position: g.Position}); cols.chunk != c || cols.place != place || cols.start != g.Start {
		cols.reset()
		cols.chunk, cols.place, cols.start = c, place, g.Start
	}
	want &^= cols.known
	cols.known |= want
	if !c.records.holds(g.Start, g.End) || !cols.read(&c.records, g, want) {
		cols.chunk = nil
		return errRecord()
	}
	return nil
}

func errRecord() error { return fmt.Errorf("%w: a record cannot be decoded", analytics.ErrDamaged) }

// AppendSplits appends the indexes of the splits at which numbers were drawn for a record
// of the group of which fields were read.
func (cols *Columns) AppendSplits(splits []uint32, index uint32) ([]uint32, error) {
	s := &cols.chunk.records
	if !s.has(columnDraws) {
		return splits, nil
	}
	if !s.knowRests() || !s.readDraws(&cols.record, cols.start+index) {
		return splits, errRecord()
	}
	for _, d := range cols.record.Draws {
		splits = append(splits, d.Split)
	}
	return splits, nil
}

// reset removes all records. It keeps the memory.
func (cols *Columns) reset() {
	cols.known = 0
	cols.Times, cols.Classes, cols.Targets = cols.Times[:0], cols.Classes[:0], cols.Targets[:0]
	cols.Devices, cols.Scans, cols.Visitors = cols.Devices[:0], cols.Scans[:0], cols.Visitors[:0]
	cols.Conversions = cols.Conversions[:0]
	for i := range cols.Refs {
		cols.Refs[i] = cols.Refs[i][:0]
	}
}

// read reads fields of a group. It reports whether they can be decoded.
func (cols *Columns) read(s *recordSet, g *Group, want Fields) bool {
	if want&(FieldClasses|FieldScans) != 0 {
		cols.readFacts(s, g, want)
	}
	if want&FieldDevices != 0 {
		cols.readDevices(s, g)
	}
	if want&FieldTargets != 0 {
		cols.Targets = readColumn(cols.Targets, s, columnTarget, g.Start, g.End)
	}
	if want&FieldVisitors != 0 {
		cols.readVisitors(s, g)
	}
	for text := range numTexts {
		if want&FieldText(text) != 0 && s.has(columnText+text) {
			cols.Refs[text] = readColumn(cols.Refs[text], s, columnText+text, g.Start, g.End)
		}
	}
	return (want&FieldTimes == 0 || cols.readTimes(s, g)) &&
		(want&FieldConversions == 0 || cols.readConversions(s, g))
}

// readFacts reads classes, scans or both.
func (cols *Columns) readFacts(s *recordSet, g *Group, want Fields) {
	cols.bytes = readColumn(cols.bytes, s, columnFacts, g.Start, g.End)
	if want&FieldClasses != 0 {
		for _, facts := range cols.bytes {
			class, _, _ := splitFacts(facts)
			cols.Classes = append(cols.Classes, class)
		}
	}
	if want&FieldScans != 0 {
		for _, facts := range cols.bytes {
			_, _, scan := splitFacts(facts)
			cols.Scans = append(cols.Scans, scan)
		}
	}
}

func (cols *Columns) readDevices(s *recordSet, g *Group) {
	cols.bytes = readColumn(cols.bytes, s, columnAgent, g.Start, g.End)
	for _, agent := range cols.bytes {
		_, device, _ := splitAgent(agent)
		cols.Devices = append(cols.Devices, device)
	}
}

func (cols *Columns) readVisitors(s *recordSet, g *Group) {
	for i := g.Start; i < g.End; i++ {
		cols.Visitors = append(cols.Visitors, s.visitor(i))
	}
}

func (cols *Columns) readTimes(s *recordSet, g *Group) bool {
	cols.Times = readColumn(cols.Times, s, columnTime, g.Start, g.End)
	for i := range cols.Times {
		if cols.Times[i] += s.base; uint64(cols.Times[i]) > wire.MaxTime {
			return false
		}
	}
	return true
}

func (cols *Columns) readConversions(s *recordSet, g *Group) bool {
	if !s.knowRests() {
		return false
	}
	for records := (RecordReader{records: s, next: g.Start, end: g.End}); records.next < records.end; {
		class, _, _ := splitFacts(byte(s.number(columnFacts, records.next)))
		if class != analytics.Conversion {
			records.next++
		} else if records.Next(&cols.record) {
			cols.Conversions = append(cols.Conversions, cols.record.Conversion)
		} else {
			return false
		}
	}
	return true
}
