package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
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
	FieldSplits
	FieldConversions
	fieldTexts // of the first text; the others follow
)

// FieldText returns the field of a text, like [TextCountry].
func FieldText(text int) Fields { return fieldTexts << text }

// Columns are the records of a group, field by field. A field that was not read is not
// set. The slices are valid until another group is read.
type Columns struct {
	Times    []int64               // milliseconds
	Classes  []analytics.Class     // of the requests
	Targets  []uint32              // indexes in Plan.Targets
	Devices  []routing.DeviceClass // of the visitors
	Scans    []bool                // of a QR code
	Visitors []uint64              // the visitors' hashes
	// Refs are references to texts, see [Chunk.Text]; 0 for none. Those of a text that no
	// record has are empty.
	Refs [NumTexts][]uint32
	// Splits are the indexes of the splits at which numbers were drawn, those of one
	// record after those of another. DrawEnds has the index in Splits at which those of
	// a record end. It is empty if no record has any.
	Splits, DrawEnds []uint32
	// Conversions are those of the records of that class.
	Conversions []Conversion

	chunk  *Chunk         // that was read
	start  uint32         // of its group
	has    [NumTexts]bool // whether a record has a text
	record Record
}

// Read reads fields of a group of a chunk. Those that were read of the same group before
// stay as they are.
func (cols *Columns) Read(c *Chunk, g *Group, _ Fields) error {
	if cols.chunk == c && cols.start == g.Start {
		return nil
	}
	cols.reset()
	records := c.Records(g.Start, g.End)
	for records.Next(&cols.record) {
		cols.append(&cols.record)
	}
	if err := records.End(); err != nil {
		return err
	}
	cols.drop()
	cols.chunk, cols.start = c, g.Start
	return nil
}

// drop empties the fields that no record has.
func (cols *Columns) drop() {
	if len(cols.Splits) == 0 {
		cols.DrawEnds = cols.DrawEnds[:0]
	}
	for i, has := range cols.has {
		if !has {
			cols.Refs[i] = cols.Refs[i][:0]
		}
	}
}

// reset removes all records. It keeps the memory.
func (cols *Columns) reset() {
	cols.chunk, cols.has = nil, [NumTexts]bool{}
	cols.Times, cols.Classes, cols.Targets = cols.Times[:0], cols.Classes[:0], cols.Targets[:0]
	cols.Devices, cols.Scans, cols.Visitors = cols.Devices[:0], cols.Scans[:0], cols.Visitors[:0]
	cols.Splits, cols.DrawEnds, cols.Conversions = cols.Splits[:0], cols.DrawEnds[:0], cols.Conversions[:0]
	for i := range cols.Refs {
		cols.Refs[i] = cols.Refs[i][:0]
	}
}

// append appends a record. All its fields are known once it is read, whatever was asked
// for.
func (cols *Columns) append(rec *Record) {
	cols.Times = append(cols.Times, rec.Time)
	cols.Classes = append(cols.Classes, rec.Class)
	cols.Targets = append(cols.Targets, rec.Target)
	cols.Devices = append(cols.Devices, rec.Device)
	cols.Scans = append(cols.Scans, rec.Scan)
	cols.Visitors = append(cols.Visitors, rec.Visitor)
	for i, ref := range rec.Refs {
		cols.Refs[i] = append(cols.Refs[i], ref)
		cols.has[i] = cols.has[i] || ref != 0
	}
	for i := range rec.Draws {
		cols.Splits = append(cols.Splits, rec.Draws[i].Split)
	}
	cols.DrawEnds = append(cols.DrawEnds, uint32(len(cols.Splits)))
	if rec.Class == analytics.Conversion {
		cols.Conversions = append(cols.Conversions, rec.Conversion)
	}
}
