package clicklog

import (
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// The columns of records. Their order is part of the stored format.
const (
	columnFacts    = iota // class (3 bits), kind of address (3 bits), scan (1 bit)
	columnAgent           // familiarity (2 bits), device (3 bits), bot (3 bits)
	columnTime            // milliseconds since the chunk's base
	columnTarget          // index in Plan.Targets
	columnDraws           // size of the draws, see appendDraws
	columnTracking        // size of what tracked clicks and conversions have, see appendTracking
	columnText            // reference to the first text, 0 for none; the others follow
	numColumns     = columnText + numTexts
)

// column is where the numbers of a field are, one for each record of a chunk. It is stored
// in one of these ways:
//
//	nothing, if all are zero
//	the number: varint, if all are the same
//	width: 1 byte, then the packed numbers
//	width with the bit dictionary, the number of values less one: 1 byte, then the
//	packed values, and the index of each number among them, packed with as many
//	bits as the last index has
//
// An index behind the last value means the last value, so that every number can be read.
type column struct {
	numbers, values   uint32 // offsets of the packed numbers or indexes, and of the values
	same              uint32 // every number, if width is 0
	width, valueWidth uint8  // valueWidth is 0 without a dictionary
	last              uint8  // index of the dictionary
}

const (
	dictionary = 1 << 7
	// maxValues is the maximum number of values of a dictionary.
	maxValues = 256
)

// widthLimit returns the maximum width of the numbers of a column.
func widthLimit(name int) int {
	switch name {
	case columnFacts:
		return 7
	case columnAgent:
		return 8
	case columnTime:
		return 48
	}
	return 32
}

// readSame reads the number that all records have.
func (c *column) readSame(r *wire.Reader, limit int) {
	if c.same = r.Uint32(); bits.Len32(c.same) > limit {
		r.Fail()
	}
}

// readVaried reads where the numbers of count records are.
func (c *column) readVaried(r *wire.Reader, count, limit int) {
	layout := r.Byte()
	width := int(layout &^ dictionary)
	if width > limit || width == 0 {
		r.Fail()
	}
	if layout&dictionary != 0 {
		c.last, c.valueWidth, c.values = r.Byte(), uint8(width), uint32(r.Pos)
		r.Bytes(packedSize(int(c.last)+1, width))
		if width = bits.Len8(c.last); width == 0 {
			r.Fail()
		}
	}
	c.width, c.numbers = uint8(width), uint32(r.Pos)
	r.Bytes(packedSize(count, width))
}

// at returns the number of a record of s. It may only be called if the width is not 0.
func (c *column) at(s *recordSet, record uint32) uint64 {
	n := packedAt(s.data, c.numbers, c.width, record)
	if c.valueWidth == 0 {
		return n
	}
	return packedAt(s.data, c.values, c.valueWidth, min(uint32(n), uint32(c.last)))
}

// readColumn reads the numbers of records from start to end into the memory of dst.
func readColumn[T uint8 | uint32 | int64](dst []T, s *recordSet, name int, start, end uint32) []T {
	dst = slices.Grow(dst[:0], int(end-start))[:end-start]
	switch c := &s.columns[name]; {
	case c.width == 0:
		for i := range dst {
			dst[i] = T(c.same)
		}
	case c.valueWidth == 0:
		unpack(dst, s.data[c.numbers:], c.width, start)
	case len(dst) <= int(c.last)/2:
		for i := range dst {
			dst[i] = T(c.at(s, start+uint32(i)))
		}
	default:
		var values [maxValues]T
		unpack(values[:int(c.last)+1], s.data[c.values:], c.valueWidth, 0)
		unpack(dst, s.data[c.numbers:], c.width, start)
		for i := range dst {
			dst[i] = values[min(uint8(dst[i]), c.last)]
		}
	}
	return dst
}
