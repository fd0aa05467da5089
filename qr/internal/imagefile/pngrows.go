package imagefile

import (
	"encoding/binary"
	"image"
)

// Colour types of the PNG specification.
const (
	pngRGB     = 2
	pngIndexed = 3
	pngRGBA    = 6
)

// pngRows are the rows of a PNG file before compression.
type pngRows struct {
	picture     *image.RGBA
	height      int
	kind, depth byte
	colors      *colorTable // of an indexed picture
	indexes     []uint8     // of the px of one row
	line        []byte      // one row
}

func newPNGRows(m *image.RGBA, opaque bool) *pngRows {
	r := &pngRows{picture: m, height: m.Rect.Dy(), kind: pngRGBA, depth: 8}
	width := m.Rect.Dx()
	if colors := countColors(m); colors != nil {
		r.kind, r.depth, r.colors = pngIndexed, colors.depth(), colors
		r.indexes = make([]uint8, width)
	} else if opaque {
		r.kind = pngRGB
	}
	r.line = make([]byte, 1, 1+4*width)
	return r
}

func (r *pngRows) header() []byte {
	h := binary.BigEndian.AppendUint32(nil, uint32(r.picture.Rect.Dx()))
	h = binary.BigEndian.AppendUint32(h, uint32(r.height))
	return append(h, r.depth, r.kind, 0, 0, 0)
}

// row returns a row behind a byte 0, which means no filter. It is valid until the
// next call. Rows must be asked for in order: one that repeats the row above is
// not packed again.
func (r *pngRows) row(y int) []byte {
	pix, repeats := pixRow(r.picture, y)
	if repeats {
		return r.line
	}
	r.line = r.line[:1]
	switch r.kind {
	case pngIndexed:
		r.colors.add(pix, r.indexes)
		r.line = appendPacked(r.line, r.indexes, int(r.depth))
	case pngRGB:
		r.line = appendRGB(r.line, pix)
	default:
		r.line = appendRGBA(r.line, pix)
	}
	return r.line
}

// appendPacked puts as many indexes into each byte as the depth, in bits, allows.
func appendPacked(line, indexes []uint8, depth int) []byte {
	if depth == 8 {
		return append(line, indexes...)
	}
	perByte := 8 / depth
	for ; len(indexes) >= perByte; indexes = indexes[perByte:] {
		line = append(line, packed(indexes[:perByte], depth))
	}
	if n := len(indexes); n > 0 {
		line = append(line, packed(indexes, depth)<<(depth*(perByte-n)))
	}
	return line
}

func packed(indexes []uint8, depth int) uint8 {
	var b uint8
	for _, index := range indexes {
		b = b<<depth | index
	}
	return b
}

func appendRGB(line, pix []uint8) []byte {
	for ; len(pix) >= 4; pix = pix[4:] {
		line = append(line, pix[0], pix[1], pix[2])
	}
	return line
}

func appendRGBA(line, pix []uint8) []byte {
	for ; len(pix) >= 4; pix = pix[4:] {
		c := unmultiplied(binary.LittleEndian.Uint32(pix))
		line = append(line, c.R, c.G, c.B, c.A)
	}
	return line
}
