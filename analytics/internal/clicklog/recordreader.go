package clicklog

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// RecordReader reads whole records of one group.
type RecordReader struct {
	records *recordSet
	next    uint32
	end     uint32
	damaged bool
}

// Records returns a reader of the records from start to end, which are those of a group.
func (c *Chunk) Records(start, end uint32) RecordReader {
	return RecordReader{records: &c.records, next: start, end: end, damaged: !c.records.holds(start, end) || !c.records.knowRests()}
}

// Next reads the next record into rec. It returns false at the end and if the
// record cannot be decoded; then End returns an error.
func (r *RecordReader) Next(rec *Record) bool {
	if r.damaged || r.next == r.end {
		return false
	}
	s, i := r.records, r.next
	r.next++
	rec.Class, rec.Kind, rec.Scan = splitFacts(byte(s.number(columnFacts, i)))
	rec.known, rec.Device, rec.bot = splitAgent(byte(s.number(columnAgent, i)))
	rec.Time = s.base + int64(s.number(columnTime, i))
	rec.Target = uint32(s.number(columnTarget, i))
	s.texts(rec, i)
	rest := s.rest(i)
	rec.Addr = rest[len(rest)-rec.Kind.size():]
	rec.Visitor = s.visitor(i)
	r.damaged = !s.readDraws(rec, i) || !s.readTracking(rec, i) || uint64(rec.Time) > wire.MaxTime
	return !r.damaged
}

// texts reads the references to texts of a record.
func (s *recordSet) texts(rec *Record, record uint32) {
	rec.Refs = [numTexts]uint32{}
	for left := s.used >> columnText; left != 0; left &= left - 1 {
		text := bits.TrailingZeros32(left)
		rec.Refs[text] = uint32(s.number(columnText+text, record))
	}
}

// readDraws reads the draws of a record. It reports whether they can be decoded.
func (s *recordSet) readDraws(rec *Record, record uint32) bool {
	rec.Draws = rec.Draws[:0]
	size := s.number(columnDraws, record)
	if size == 0 {
		return true
	}
	r := wire.Reader{Data: s.rest(record)[:size]}
	rec.Draws = readDraws(&r, rec.Draws)
	return !r.Failed
}

// readTracking reads what a record has if its click is tracked, or if it is a conversion.
// Class and time must be known. It reports whether it can be decoded.
func (s *recordSet) readTracking(rec *Record, record uint32) bool {
	size := s.number(columnTracking, record)
	tracked := size > 0 || rec.Class == analytics.Conversion
	if !tracked && !rec.tracked {
		return true
	}
	rec.Tracking, rec.tracked = Tracking{}, tracked
	if !tracked {
		return true
	}
	r := wire.Reader{Data: s.rest(record)[s.number(columnDraws, record):][:size]}
	readTracking(&r, rec)
	return r.End() == nil
}

// End returns an error if a record could not be decoded.
func (r *RecordReader) End() error {
	if r.damaged {
		return errRecord()
	}
	return nil
}
