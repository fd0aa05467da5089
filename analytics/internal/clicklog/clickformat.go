package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// A click is stored as a record:
//
//	class (3 bits), kind of address (3 bits), scan (1 bit)
//	device (3 bits), bot (3 bits), familiarity (2 bits)
//	fields: varint, a bit for the target, one for draws, then one for each
//	        text that is not empty, one for the id and one for the person
//	time: signed varint, milliseconds since the record before it in its
//	      group, or since the chunk's base
//	a varint reference for each text that is not empty
//	target: varint, if it is not 0
//	draws: their number, then split and tenths of a percent, varints
//	address: 0, 3, 4, 6 or 16 bytes
//	visitor: 8 bytes
//	what tracked clicks and conversions have, see appendTracking
//
// The reference to a word is twice the word's id. The reference to one of the
// chunk's own texts is twice its index plus one.
const (
	fieldTarget = 1 << iota
	fieldDraws
	fieldText   // of the first text; the others follow
	fieldID     = fieldText << numTexts
	fieldPerson = fieldID << 1
	allFields   = fieldPerson<<1 - 1

	scanFlag = 1 << 6
	// MinRecord is the length of the shortest record.
	MinRecord = 1 + 1 + 1 + 1 + 8
)

// appendRecord appends a click. refs are the references to its texts, before is the
// time of the record before it.
func appendRecord(b []byte, e *Entry, refs *[numTexts]uint32, before int64) []byte {
	kind := e.KindOf()
	first := byte(e.Class) | byte(kind)<<3
	if e.Scan {
		first |= scanFlag
	}
	b = append(b, first, byte(e.Device)|byte(e.Bot)<<3|byte(e.Known)<<6)
	fields := fieldsOf(e, refs)
	b = binary.AppendUvarint(b, fields)
	b = binary.AppendVarint(b, e.Time-before)
	for _, ref := range refs {
		if ref != 0 {
			b = binary.AppendUvarint(b, uint64(ref))
		}
	}
	if e.Target != 0 {
		b = binary.AppendUvarint(b, uint64(e.Target))
	}
	b = appendDraws(b, e.Draws)
	b = AppendAddr(b, e, kind)
	b = wire.Order.AppendUint64(b, e.Visitor)
	return appendTracking(b, &e.Tracking, e.Class, fields)
}

func fieldsOf(e *Entry, refs *[numTexts]uint32) (fields uint64) {
	for i, ref := range refs {
		if ref != 0 {
			fields |= fieldText << i
		}
	}
	if e.Target != 0 {
		fields |= fieldTarget
	}
	if len(e.Draws) > 0 {
		fields |= fieldDraws
	}
	if e.ID != (analytics.ClickID{}) {
		fields |= fieldID
	}
	if e.Person != 0 {
		fields |= fieldPerson
	}
	return fields
}

func appendDraws(b []byte, draws []routing.Draw) []byte {
	if len(draws) == 0 {
		return b
	}
	b = binary.AppendUvarint(b, uint64(len(draws)))
	for _, d := range draws {
		b = binary.AppendUvarint(b, uint64(d.Split))
		b = binary.AppendUvarint(b, uint64(d.U*10))
	}
	return b
}

// AppendAddr appends the part of an entry's address that is kept.
func AppendAddr(b []byte, e *Entry, kind AddrKind) []byte {
	switch kind {
	case addrNone:
		return b
	case addr4, addr4Prefix:
		a := e.Addr.As4()
		return append(b, a[:kind.size()]...)
	}
	a := e.Addr.As16()
	return append(b, a[:kind.size()]...)
}

// RecordReader reads the records of one group.
type RecordReader struct {
	wire.Reader
	before int64
}

// Next reads the next record into rec. It returns false at the end and if the
// record cannot be decoded; then End returns an error.
func (r *RecordReader) Next(rec *Record) bool {
	if r.Left() == 0 {
		return false
	}
	fields := r.facts(rec)
	if rec.Kind >= numAddrKinds || fields > allFields {
		r.Fail()
		return false
	}
	r.before += r.Varint()
	rec.Time = r.before
	r.texts(rec, fields)
	rec.Target = 0
	if fields&fieldTarget != 0 {
		rec.Target = r.Uint32()
	}
	rec.Draws = rec.Draws[:0]
	if fields&fieldDraws != 0 {
		r.draws(rec)
	}
	rec.Addr = r.Bytes(rec.Kind.size())
	rec.Visitor = r.Uint64()
	if tracked := fields >= fieldID || rec.Class == analytics.Conversion; tracked || rec.tracked {
		r.tracking(rec, fields)
		rec.tracked = tracked
	}
	if rec.Time < 0 || rec.Time > wire.MaxTime {
		r.Fail()
	}
	return !r.Failed
}

// facts reads what every record has in front, and returns the fields.
func (r *RecordReader) facts(rec *Record) (fields uint64) {
	first, agent := r.Byte(), r.Byte()
	rec.Class, rec.Kind, rec.Scan = analytics.Class(first&7), AddrKind(first>>3&7), first&scanFlag != 0
	rec.Device, rec.bot = routing.DeviceClass(agent&7), routing.Bot(agent>>3&7)
	rec.known = routing.Familiarity(agent >> 6)
	return r.Uvarint()
}

// texts reads the references to texts.
func (r *RecordReader) texts(rec *Record, fields uint64) {
	for i := range rec.Refs {
		rec.Refs[i] = 0
		if fields&(fieldText<<i) != 0 {
			rec.Refs[i] = r.Uint32()
		}
	}
}

func (r *RecordReader) draws(rec *Record) {
	for range r.Count(2) {
		d := draw{Split: r.Uint32(), tenths: uint16(min(r.Uvarint(), 1000))}
		if d.tenths == 1000 {
			r.Fail()
		}
		rec.Draws = append(rec.Draws, d)
	}
}
