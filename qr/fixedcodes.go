package qr

import "math/bits"

// fixedCodes are DEFLATE's fixed codes, ready to be written lowest bit first.
type fixedCodes struct {
	literal [288]bitCode // bytes, the end of the block and length symbols
	length  [259]bitCode // lengths with their extra bits
}

type bitCode struct {
	bits uint32
	size uint
}

// newFixedCodes builds the tables of RFC 1951, 3.2.5 and 3.2.6.
func newFixedCodes() fixedCodes {
	var t fixedCodes
	for symbol := range t.literal {
		t.literal[symbol] = fixedCode(uint16(symbol))
	}
	symbol, from := 257, 3
	for extra := uint(0); extra <= 5; extra++ {
		symbols := 4
		if extra == 0 {
			symbols = 8
		}
		for range symbols {
			t.addLengths(symbol, from, extra)
			symbol, from = symbol+1, from+1<<extra
		}
	}
	t.addLengths(285, 258, 0)
	return t
}

// addLengths sets the lengths of one symbol: all values of its extra bits.
func (t *fixedCodes) addLengths(symbol, from int, extra uint) {
	c := t.literal[symbol]
	for i := range 1 << extra {
		if length := from + i; length < len(t.length) {
			t.length[length] = bitCode{c.bits | uint32(i)<<c.size, c.size + extra}
		}
	}
}

func fixedCode(symbol uint16) bitCode {
	switch {
	case symbol < 144:
		return reversed(0b00110000+symbol, 8)
	case symbol < 256:
		return reversed(0b110010000+symbol-144, 9)
	case symbol < 280:
		return reversed(symbol-256, 7)
	}
	return reversed(0b11000000+symbol-280, 8)
}

func reversed(code uint16, size uint) bitCode {
	return bitCode{uint32(bits.Reverse16(code) >> (16 - size)), size}
}

// adler is the checksum of a zlib stream (RFC 1950).
type adler struct{ a, b uint64 }

// row adds a byte 0 and the px of a row without their alpha.
func (s *adler) row(pix []uint8) {
	a, b := s.a, s.b+s.a
	for ; len(pix) >= 4; pix = pix[4:] {
		red, green, blue := uint64(pix[0]), uint64(pix[1]), uint64(pix[2])
		b += 3*a + 3*red + 2*green + blue
		a += red + green + blue
	}
	s.a, s.b = a%65521, b%65521
}

func (s *adler) sum() uint32 { return uint32(s.b<<16 | s.a) }
