package clicklog

import "encoding/binary"

// Numbers of a column are packed: each has the same number of bits, its width, and
// begins where the one before it ends, with its lowest bit in the lowest free bit. A width
// is at most 57, so that a number and up to seven bits before it fit in a word.

// packedSize returns the number of bytes of some packed numbers.
func packedSize(count, width int) int { return (count*width + 7) / 8 }

// appendPacked appends numbers, which have at most width bits each.
func appendPacked[T uint8 | uint32 | int64](b []byte, numbers []T, width int) []byte {
	bit := len(b) * 8
	b = append(b, make([]byte, packedSize(len(numbers), width)+8)...) // room for a whole word
	for _, n := range numbers {
		word := b[bit/8:]
		binary.LittleEndian.PutUint64(word, binary.LittleEndian.Uint64(word)|uint64(n)<<(bit%8))
		bit += width
	}
	return b[:len(b)-8]
}

// packedAt returns a number by its index. The packed numbers begin at an offset of data.
// Eight bytes must follow them.
func packedAt(data []byte, at uint32, width uint8, index uint32) uint64 {
	bit := uint64(index) * uint64(width)
	return binary.LittleEndian.Uint64(data[uint64(at)+bit/8:]) >> (bit % 8) & (1<<width - 1)
}

// unpack reads packed numbers, of which the first has an index. Eight bytes must follow
// them.
func unpack[T uint8 | uint32 | int64](dst []T, data []byte, width uint8, index uint32) {
	bit, mask, perWord := uint64(index)*uint64(width), uint64(1)<<width-1, 57/int(width)
	for len(dst) > 0 {
		word := binary.LittleEndian.Uint64(data[bit/8:]) >> (bit % 8)
		part := dst[:min(perWord, len(dst))]
		for i := range part {
			part[i] = T(word & mask)
			word >>= width & 63
		}
		dst, bit = dst[len(part):], bit+uint64(len(part))*uint64(width)
	}
}
