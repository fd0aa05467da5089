package clicklog

import (
	"encoding/binary"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// recordSetBuilder collects the records of a chunk. It uses its memory again for the next
// chunk.
type recordSetBuilder struct {
	columns         [numColumns]columnBuilder // but for the times
	times           []int64
	earliest        int64
	latest          int64
	rests, visitors []byte
}

// reset removes all records.
func (s *recordSetBuilder) reset() {
	for i := range s.columns {
		s.columns[i].reset()
	}
	s.times, s.rests, s.visitors = s.times[:0], s.rests[:0], s.visitors[:0]
	s.earliest, s.latest = 0, 0
}

// count returns the number of records.
func (s *recordSetBuilder) count() int { return len(s.times) }

// add appends a click. refs are the references to its texts.
func (s *recordSetBuilder) add(e *Entry, refs *[numTexts]uint32) {
	record, kind := s.count(), e.KindOf()
	s.columns[columnFacts].set(record, uint32(factsOf(e, kind)))
	s.columns[columnAgent].set(record, uint32(agentOf(e)))
	s.columns[columnTarget].set(record, e.Target)
	for i, ref := range refs {
		if ref != 0 {
			s.columns[columnText+i].set(record, ref)
		}
	}
	size := len(s.rests)
	s.rests = appendDraws(s.rests, e.Draws)
	s.columns[columnDraws].set(record, uint32(len(s.rests)-size))
	size = len(s.rests)
	s.rests = appendTracking(s.rests, &e.Tracking, e.Class)
	s.columns[columnTracking].set(record, uint32(len(s.rests)-size))
	s.rests = AppendAddr(s.rests, e, kind)
	s.visitors = wire.Order.AppendUint64(s.visitors, e.Visitor)
	if record == 0 {
		s.earliest, s.latest = e.Time, e.Time
	}
	s.earliest, s.latest = min(s.earliest, e.Time), max(s.latest, e.Time)
	s.times = append(s.times, e.Time)
}

// timeWidth returns the width of the column of times.
func (s *recordSetBuilder) timeWidth() int { return bits.Len64(uint64(s.latest - s.earliest)) }

// bytes returns the size of what is not in columns of numbers.
func (s *recordSetBuilder) bytes() int { return len(s.rests) + len(s.visitors) }

// numbers returns about the size of the columns of numbers.
func (s *recordSetBuilder) numbers() int {
	size := packedSize(s.count(), s.timeWidth()) + 6 // which are used and varied
	for i := range s.columns {
		if c := &s.columns[i]; len(c.numbers) > 0 {
			size += c.size(s.count())
		}
	}
	return size
}

// append appends the records, see [recordSet].
func (s *recordSetBuilder) append(b []byte) []byte {
	used, varied := uint64(0), uint64(0)
	for i := range s.columns {
		c := &s.columns[i]
		if len(c.numbers) == 0 {
			continue
		}
		c.fill(s.count())
		used |= 1 << i
		if c.varied(s.count()) {
			varied |= 1 << i
		}
	}
	if s.timeWidth() > 0 {
		used, varied = used|1<<columnTime, varied|1<<columnTime
	}
	b = binary.AppendUvarint(b, used)
	if s.count() > 1 {
		b = binary.AppendUvarint(b, varied)
	}
	for ; used != 0; used &= used - 1 {
		if i := bits.TrailingZeros64(used); i == columnTime {
			b = s.appendTimes(b)
		} else {
			b = s.columns[i].append(b)
		}
	}
	return append(append(b, s.rests...), s.visitors...)
}

// appendTimes appends the column of times.
func (s *recordSetBuilder) appendTimes(b []byte) []byte {
	for i := range s.times {
		s.times[i] -= s.earliest
	}
	width := s.timeWidth()
	return appendPacked(append(b, byte(width)), s.times, width)
}
