package imagefile

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// countColors returns the colours of a picture in the order in which they appear,
// or nil if there are more than 256. It looks at some rows first, since these
// usually show that there are too many.
func countColors(m *image.RGBA) *colorTable {
	const some = 16
	var few, all colorTable
	if !few.addRows(m, some) || !all.addRows(m, 1) {
		return nil
	}
	return &all
}

// pixRow returns a row of a picture and whether it repeats the one above.
func pixRow(m *image.RGBA, y int) (pix []uint8, repeats bool) {
	length := 4 * m.Rect.Dx()
	pix = m.Pix[y*m.Stride:][:length]
	return pix, y > 0 && bytes.Equal(pix, m.Pix[(y-1)*m.Stride:][:length])
}

// depth returns the number of bits for one px in a PNG file.
func (t *colorTable) depth() byte {
	switch n := len(t.palette); {
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

// colorTable is a hash table from colours to numbers. It has room for far more
// than 256 colours, so that probes are short.
type colorTable struct {
	keys    [1024]uint32
	values  [1024]int16 // number + 1; 0 is free
	palette []color.NRGBA
}

// addRows adds the colours of every step-th row. It reports whether 256 numbers
// suffice.
func (t *colorTable) addRows(m *image.RGBA, step int) bool {
	for y := 0; y < m.Rect.Dy(); y += step {
		if pix, repeats := pixRow(m, y); !repeats && !t.add(pix, nil) {
			return false
		}
	}
	return true
}

// add gives numbers to the colours of a run of px and, unless numbers is nil,
// writes them there. It reports whether 256 numbers suffice.
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

// number returns the number of a colour. A new colour gets the next one.
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
