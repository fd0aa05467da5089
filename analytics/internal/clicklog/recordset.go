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
	return s.findRests(uint64(size))
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

// findRests finds what has no fixed size of each record; size is that of all.
func (s *recordSet) findRests(size uint64) error {
	end := uint64(0)
	if s.columns[columnFacts].width|s.columns[columnDraws].width|s.columns[columnTracking].width == 0 {
		each := s.sizeOfRest(0)
		s.restSize, end = uint32(each), each*uint64(s.count)
	} else {
		s.restEnds = make([]uint32, s.count)
		for i := range s.restEnds {
			if end += s.sizeOfRest(uint32(i)); end > size {
				break
			}
			s.restEnds[i] = uint32(end)
		}
	}
	if end != size {
		return fmt.Errorf("%w: %d bytes of records, want %d", analytics.ErrDamaged, size, end)
	}
	return nil
}

// sizeOfRest returns the size of what has no fixed size of a record.
func (s *recordSet) sizeOfRest(record uint32) uint64 {
	_, kind, _ := splitFacts(byte(s.number(columnFacts, record)))
	if kind >= numAddrKinds {
		return 1 << 32 // more than there can be
	}
	return uint64(kind.size()) + s.number(columnDraws, record) + s.number(columnTracking, record)
}

// rest returns what has no fixed size of a record.
func (s *recordSet) rest(record uint32) []byte {
	rests := s.data[s.rests:s.visitors]
	if s.restEnds == nil {
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
