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
	Refs     [NumTexts][]uint32    // references to texts, see [Chunk.Text]; 0 for none
	// Rare says that a record has draws or is a conversion, so that it has to be read
	// as a [Record]. It is always set.
	Rare bool

	chunk  *Chunk // that was read
	start  uint32 // of its group
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
	cols.chunk, cols.start = c, g.Start
	return nil
}

// reset removes all records. It keeps the memory.
func (cols *Columns) reset() {
	cols.chunk, cols.Rare = nil, false
	cols.Times, cols.Classes, cols.Targets = cols.Times[:0], cols.Classes[:0], cols.Targets[:0]
	cols.Devices, cols.Scans, cols.Visitors = cols.Devices[:0], cols.Scans[:0], cols.Visitors[:0]
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
	}
	cols.Rare = cols.Rare || len(rec.Draws) > 0 || rec.Class == analytics.Conversion
}
