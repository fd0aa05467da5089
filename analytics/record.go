package analytics

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/routing"
)

// A record is
//
//	class (3 bits), kind of address (3 bits), scan (1 bit)
//	device (3 bits), bot (3 bits), familiarity (2 bits)
//	fields: varint, a bit for the target, one for draws, then one for each
//	        text that is not empty
//	time: signed varint, milliseconds since the record before it in its
//	      group, or since the chunk's base
//	a varint reference for each text that is not empty
//	target: varint, if it is not 0
//	draws: their number, then split and tenths of a percent, varints
//	address: 0, 3, 4, 6 or 16 bytes
//	visitor: 8 bytes
//
// A reference is even for a word, twice its id, and odd for the chunk's own
// text, twice its index plus one.
const (
	fieldTarget = 1 << iota
	fieldDraws
	fieldText // the first text's; the others follow
	allFields = fieldText<<numTexts - 1

	scanFlag = 1 << 6
	// minRecord is the length of the shortest record.
	minRecord = 1 + 1 + 1 + 1 + 8
)

// appendRecord appends a click. before is the time of the record before it,
// refs are the references of its texts.
func appendRecord(b []byte, e *entry, refs *[numTexts]uint32, before int64) []byte {
	kind := e.kindOf()
	first := byte(e.class) | byte(kind)<<3
	if e.scan {
		first |= scanFlag
	}
	b = append(b, first, byte(e.device)|byte(e.bot)<<3|byte(e.known)<<6)
	b = binary.AppendUvarint(b, fieldsOf(e, refs))
	b = binary.AppendVarint(b, e.time-before)
	for _, ref := range refs {
		if ref != 0 {
			b = binary.AppendUvarint(b, uint64(ref))
		}
	}
	if e.target != 0 {
		b = binary.AppendUvarint(b, uint64(e.target))
	}
	b = appendDraws(b, e.draws)
	b = appendAddr(b, e, kind)
	return order.AppendUint64(b, e.visitor)
}

func fieldsOf(e *entry, refs *[numTexts]uint32) (fields uint64) {
	for i, ref := range refs {
		if ref != 0 {
			fields |= fieldText << i
		}
	}
	if e.target != 0 {
		fields |= fieldTarget
	}
	if len(e.draws) > 0 {
		fields |= fieldDraws
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

func appendAddr(b []byte, e *entry, kind addrKind) []byte {
	switch kind {
	case addrNone:
		return b
	case addr4, addr4Prefix:
		a := e.addr.As4()
		return append(b, a[:kind.size()]...)
	}
	a := e.addr.As16()
	return append(b, a[:kind.size()]...)
}

// records reads the records of one group.
type records struct {
	reader
	before int64
}

// next reads the next record into rec. It returns false when there is none, or
// when it cannot be read; reader.end tells which.
func (r *records) next(rec *record) bool {
	if r.left() == 0 {
		return false
	}
	first, agent := r.byte(), r.byte()
	fields := r.uvarint()
	rec.class, rec.kind, rec.scan = Class(first&7), addrKind(first>>3&7), first&scanFlag != 0
	rec.device, rec.bot = routing.DeviceClass(agent&7), routing.Bot(agent>>3&7)
	rec.known = routing.Familiarity(agent >> 6)
	if rec.class >= NumClasses || rec.kind >= numAddrKinds || fields > allFields {
		r.fail()
		return false
	}
	r.before += r.varint()
	rec.time = r.before
	for i := range rec.refs {
		rec.refs[i] = 0
		if fields&(fieldText<<i) != 0 {
			rec.refs[i] = r.uint32()
		}
	}
	rec.target = 0
	if fields&fieldTarget != 0 {
		rec.target = r.uint32()
	}
	rec.draws = rec.draws[:0]
	if fields&fieldDraws != 0 {
		r.draws(rec)
	}
	rec.addr = r.bytes(rec.kind.size())
	rec.visitor = r.uint64()
	if rec.time < 0 || rec.time > maxTime {
		r.fail()
	}
	return !r.failed
}

func (r *records) draws(rec *record) {
	for range r.count(2) {
		d := draw{split: r.uint32(), tenths: uint16(min(r.uvarint(), 1000))}
		if d.tenths == 1000 {
			r.fail()
		}
		rec.draws = append(rec.draws, d)
	}
}
