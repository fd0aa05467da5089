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

// newIndexed gives the colours numbers in the order they appear in. It returns
// nil if there are too many, which some rows usually show at once.
func newIndexed(m *image.RGBA) *indexed {
	const some = 16
	var table colorTable
	for y := 0; y < m.Rect.Dy(); y += some {
		if !table.add(m.Pix[y*m.Stride:][:4*m.Rect.Dx()], nil) {
			return nil
		}
	}
	table = colorTable{}
	px := make([]uint8, len(m.Pix)/4)
	if !table.add(m.Pix, px) {
		return nil
	}
	return &indexed{palette: table.palette, px: px}
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
	keys    [1024]uint32
	values  [1024]int16 // number + 1; 0 is free
	palette []color.NRGBA
}

// add numbers the colours of a run of px and, unless numbers is nil, writes
// their numbers. It reports whether 256 suffice.
func (t *colorTable) add(pix, numbers []uint8) bool {
	last, number := uint32(0), -1
	for i := range len(pix) / 4 {
		c := binary.LittleEndian.Uint32(pix[4*i:]) // 0xAABBGGRR
		if number < 0 || c != last {
			last, number = c, t.number(c)
			if number > 255 {
				return false
			}
		}
		if numbers != nil {
			numbers[i] = uint8(number)
		}
	}
	return true
}

// number is that of a colour, the next one if it is new.
func (t *colorTable) number(c uint32) int {
	slot := c * 2654435761 >> 22 // Knuth's multiplicative hash
	for t.values[slot] != 0 {
		if t.keys[slot] == c {
			return int(t.values[slot]) - 1
		}
		slot = (slot + 1) % uint32(len(t.keys))
	}
	t.palette = append(t.palette, unmultiplied(c))
	t.keys[slot], t.values[slot] = c, int16(len(t.palette))
	return len(t.palette) - 1
}
