package clicklog

import (
	"fmt"
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
	return RecordReader{records: &c.records, next: start, end: end, damaged: start > end || end > c.records.count}
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
	rec.Visitor = s.visitor(i)
	r.damaged = !s.readRest(rec, i) || uint64(rec.Time) > wire.MaxTime
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

// readRest reads what has no fixed size of a record whose other fields are known. It
// reports whether it can be decoded.
func (s *recordSet) readRest(rec *Record, record uint32) bool {
	rest := s.rest(record)
	draws, tracking := s.number(columnDraws, record), s.number(columnTracking, record)
	rec.Draws, rec.Addr = rec.Draws[:0], rest[draws+tracking:]
	tracked := tracking > 0 || rec.Class == analytics.Conversion
	if draws == 0 && !tracked && !rec.tracked {
		return true
	}
	r := wire.Reader{Data: rest[:draws]}
	rec.Draws = readDraws(&r, rec.Draws)
	if rec.Tracking, rec.tracked = (Tracking{}), tracked; !tracked || r.Failed {
		return !r.Failed
	}
	r = wire.Reader{Data: rest[draws:][:tracking]}
	readTracking(&r, rec)
	return r.End() == nil
}

// End returns an error if a record could not be decoded.
func (r *RecordReader) End() error {
	if r.damaged {
		return fmt.Errorf("%w: a record cannot be decoded", analytics.ErrDamaged)
	}
	return nil
}
