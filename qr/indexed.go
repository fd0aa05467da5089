package qr

import (
	"encoding/binary"
	"image"
	"image/color"
)

// indexed is a picture of at most 256 colours.
type indexed struct {
	palette []color.NRGBA
	px      []uint8
}

// words are the premultiplied px as 0xAABBGGRR, and whether all are opaque.
func words(m *image.RGBA) (px []uint32, opaque bool) {
	px = make([]uint32, len(m.Pix)/4)
	all := uint32(0xff000000)
	for i := range px {
		px[i] = binary.LittleEndian.Uint32(m.Pix[4*i:])
		all &= px[i]
	}
	return px, all == 0xff000000
}

// newIndexed gives the colours numbers in the order they appear in. It returns
// nil if there are too many.
func newIndexed(px []uint32) *indexed {
	out := &indexed{px: make([]uint8, len(px))}
	var table colorTable
	last, index := uint32(0), -1
	for i, c := range px {
		if index < 0 || c != last {
			last, index = c, table.index(c, len(out.palette))
			if index == len(out.palette) {
				if index == 256 {
					return nil
				}
				out.palette = append(out.palette, unmultiplied(c))
			}
		}
		out.px[i] = uint8(index)
	}
	return out
}

// depth is the number of bits a px needs in a PNG file.
func (m *indexed) depth() byte {
	switch n := len(m.palette); {
	case n <= 2:
		return 1
	case n <= 4:
		return 2
	case n <= 16:
		return 4
	}
	return 8
}

func unmultiplied(px uint32) color.NRGBA {
	a := px >> 24
	if a == 0 {
		return color.NRGBA{}
	}
	share := func(v uint32) uint8 { return uint8(min((v&255*255+a/2)/a, 255)) }
	return color.NRGBA{R: share(px), G: share(px >> 8), B: share(px >> 16), A: uint8(a)}
}

// colorTable is a hash table from colours to numbers, with room for far more
// than 256.
type colorTable struct {
	keys   [1024]uint32
	values [1024]int16 // number + 1; 0 is free
}

// index is the number of a colour, which becomes next if it is new.
func (t *colorTable) index(c uint32, next int) int {
	slot := c * 2654435761 >> 22 // Knuth's multiplicative hash
	for t.values[slot] != 0 {
		if t.keys[slot] == c {
			return int(t.values[slot]) - 1
		}
		slot = (slot + 1) % uint32(len(t.keys))
	}
	t.keys[slot], t.values[slot] = c, int16(next+1)
	return next
}
