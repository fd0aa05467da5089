package clicklog

import (
	"encoding/binary"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Tracking has what is stored of tracked clicks and conversions only.
type Tracking struct {
	ID         analytics.ClickID // zero for a click that is not tracked
	Person     uint64            // 0 for none
	Conversion                   // zero unless the class is that of conversions
}

// Conversion has what a record of a conversion has besides texts.
type Conversion struct {
	Click analytics.ClickID // zero once the visitor was erased
	// First says that it is the first conversion of its click.
	First bool
	// Value is in millionths, so that sums are exact.
	Value                     int64
	FormResponses, Properties []byte // JSON, nil for none
}

// ConversionOf returns the facts of a conversion, without its texts. The facts must
// have passed [analytics.ConversionFacts.Check].
func ConversionOf(f *analytics.ConversionFacts) Conversion {
	click, _ := analytics.ParseClickID(f.Click) // empty for an erased one
	return Conversion{
		Click: click, First: f.First, Value: int64(math.Round(f.Value * million)),
		FormResponses: f.FormResponses, Properties: f.Properties,
	}
}

// million is the number of millionths in one.
const million = 1e6

// facts returns the facts of a record of a conversion. Their memory is their own.
func (c *Conversion) facts(kind, currency string) *analytics.ConversionFacts {
	f := &analytics.ConversionFacts{
		First: c.First, Kind: kind, Value: float64(c.Value) / million, Currency: currency,
		FormResponses: append([]byte(nil), c.FormResponses...), Properties: append([]byte(nil), c.Properties...),
	}
	if c.Click != (analytics.ClickID{}) {
		f.Click = c.Click.String()
	}
	return f
}

// appendTracking appends, for a tracked click or a conversion only:
//
//	fields: 1 byte, fieldID and fieldPerson for what is there
//	id: the 10 bytes after its time, which is the record's
//	person: 8 bytes
//	for a conversion: the id of its click, 16 bytes; 1 for the first one of the
//	click, else 0; its value in millionths, varint; form responses and
//	properties, each with its length
func appendTracking(b []byte, t *Tracking, class analytics.Class) []byte {
	fields := t.fields()
	if fields == 0 && class != analytics.Conversion {
		return b
	}
	b = append(b, fields)
	if fields&fieldID != 0 {
		b = append(b, t.ID[timeSize:]...)
	}
	if fields&fieldPerson != 0 {
		b = wire.Order.AppendUint64(b, t.Person)
	}
	if class != analytics.Conversion {
		return b
	}
	b = append(b, t.Click[:]...)
	first := byte(0)
	if t.First {
		first = 1
	}
	b = append(b, first)
	b = binary.AppendUvarint(b, uint64(t.Value))
	b = wire.AppendString(b, string(t.FormResponses))
	return wire.AppendString(b, string(t.Properties))
}

const (
	fieldID = 1 << iota
	fieldPerson
	allFields = fieldID | fieldPerson

	// timeSize is the number of bytes of an id's time.
	timeSize = 6
)

// fields returns which of the two fields are there.
func (t *Tracking) fields() (fields byte) {
	if t.ID != (analytics.ClickID{}) {
		fields = fieldID
	}
	if t.Person != 0 {
		fields |= fieldPerson
	}
	return fields
}

// readTracking reads what appendTracking has appended. The JSON is part of the payload.
func readTracking(r *wire.Reader, rec *Record) {
	t := &rec.Tracking
	fields := r.Byte()
	if fields&fieldID != 0 {
		wire.Order.PutUint64(t.ID[:], uint64(rec.Time)<<16)
		copy(t.ID[timeSize:], r.Bytes(len(t.ID)-timeSize))
		if !t.ID.Valid() {
			r.Fail()
		}
	}
	if fields&fieldPerson != 0 {
		t.Person = r.Uint64()
	}
	if fields > allFields {
		r.Fail()
	}
	if rec.Class == analytics.Conversion {
		t.Conversion = readConversion(r)
	}
}

func readConversion(r *wire.Reader) (c Conversion) {
	copy(c.Click[:], r.Bytes(len(c.Click)))
	first := r.Byte()
	value := r.Uvarint()
	c.First, c.Value = first == 1, int64(value)
	c.FormResponses, c.Properties = r.Bytes(r.Count(1)), r.Bytes(r.Count(1))
	if first > 1 || value > math.MaxInt64 {
		r.Fail()
	}
	return c
}
