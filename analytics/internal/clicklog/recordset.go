package clicklog

import (
	"fmt"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// recordSet are the records of a chunk, in the order of its groups. They are stored by
// column, so that a field can be read without the others:
//
//	used: varint, a bit for each column that is not zero for all records
//	varied: varint, a bit for each of these whose numbers differ; only if there is
//	        more than one record
//	the used columns, see [column]
//	for each record, what has no fixed size: the draws, what tracked clicks and
//	conversions have, and the address with 0, 3, 4, 6 or 16 bytes
//	for each record, the hash of the visitor: 8 bytes
//
// The reference to a word is twice the word's id. The reference to one of the
// chunk's own texts is twice its index plus one.
type recordSet struct {
	data    []byte // the chunk's payload
	base    int64  // the earliest time of the records, in milliseconds
	count   uint32
	used    uint32
	columns [numColumns]column

	rests    uint32   // offset of what has no fixed size
	restSize uint32   // of each record, if all have the same
	restEnds []uint32 // else where that of each record ends
	found    bool     // the two are known, see findRests
	visitors uint32   // offset of the hashes
}

// visitorSize is the size of the hash of a visitor, which is also the least of a record.
const visitorSize = 8

// read reads where the columns of count records are.
func (s *recordSet) read(r *wire.Reader) error {
	s.used = r.Uint32()
	varied := uint32(0)
	if s.count > 1 {
		varied = r.Uint32()
	}
	if s.used >= 1<<numColumns || varied&^s.used != 0 || s.count == 0 && s.used != 0 {
		r.Fail()
	}
	for left := s.used; left != 0 && !r.Failed; left &= left - 1 {
		name := bits.TrailingZeros32(left)
		if varied&(1<<name) != 0 {
			s.columns[name].readVaried(r, int(s.count), widthLimit(name))
		} else {
			s.columns[name].readSame(r, widthLimit(name))
		}
	}
	size := r.Left() - int(s.count)*visitorSize
	if r.Failed || size < 0 {
		return fmt.Errorf("%w: records cannot be decoded", analytics.ErrDamaged)
	}
	s.rests, s.visitors = uint32(r.Pos), uint32(r.Pos+size)
	return nil
}

// holds reports whether there are records from start to end.
func (s *recordSet) holds(start, end uint32) bool { return start <= end && end <= s.count }

// has reports whether a column is not zero for all records.
func (s *recordSet) has(name int) bool { return s.used&(1<<name) != 0 }

// number returns a number of a record.
func (s *recordSet) number(name int, record uint32) uint64 {
	c := &s.columns[name]
	if c.width > 0 {
		return c.at(s, record)
	}
	return uint64(c.same)
}

// findRests finds what has no fixed size of each record, in the memory of restEnds.
func (s *recordSet) findRests() error {
	var end uint64
	size := uint64(s.visitors - s.rests)
	if s.columns[columnFacts].width|s.columns[columnDraws].width|s.columns[columnTracking].width == 0 {
		each := s.sizeOfRest(0)
		s.restSize, end = uint32(each), each*uint64(s.count)
	} else {
		end = s.findEnds(size)
	}
	if end != size {
		return fmt.Errorf("%w: %d bytes of records, want %d", analytics.ErrDamaged, size, end)
	}
	s.found = true
	return nil
}

// findEnds sets restEnds, and returns the last or another that is after size.
func (s *recordSet) findEnds(size uint64) (end uint64) {
	s.restEnds = readColumn(s.restEnds, s, columnDraws, 0, s.count)
	var room [64]uint8
	tracked := s.has(columnTracking)
	for first := uint32(0); first < s.count && end <= size; first += uint32(len(room)) {
		facts := readColumn(room[:0], s, columnFacts, first, min(first+uint32(len(room)), s.count))
		ends := s.restEnds[first:][:len(facts)]
		for i := range facts {
			end += uint64(ends[i]) + sizeOfAddr(facts[i])
			if tracked {
				end += s.number(columnTracking, first+uint32(i))
			}
			ends[i] = uint32(end)
		}
	}
	return end
}

// sizeOfRest returns the size of what has no fixed size of a record.
func (s *recordSet) sizeOfRest(record uint32) uint64 {
	return sizeOfAddr(byte(s.number(columnFacts, record))) + s.number(columnDraws, record) + s.number(columnTracking, record)
}

// sizeOfAddr returns the size of the address of a record with some facts.
func sizeOfAddr(facts byte) uint64 {
	if _, kind, _ := splitFacts(facts); kind < numAddrKinds {
		return uint64(kind.size())
	}
	return 1 << 32 // more than there can be
}

// knowRests reports whether what has no fixed size can be found. Only a chunk of a scan,
// which nobody else reads, has still to find it.
func (s *recordSet) knowRests() bool { return s.found || s.findRests() == nil }

// rest returns what has no fixed size of a record.
func (s *recordSet) rest(record uint32) []byte {
	rests := s.data[s.rests:s.visitors]
	if len(s.restEnds) == 0 {
		return rests[record*s.restSize:][:s.restSize]
	}
	start := uint32(0)
	if record > 0 {
		start = s.restEnds[record-1]
	}
	return rests[start:s.restEnds[record]]
}

// visitor returns the hash of the visitor of a record.
func (s *recordSet) visitor(record uint32) uint64 {
	return wire.Order.Uint64(s.data[s.visitors+record*visitorSize:])
}
