package qr

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
)

// encodePNG writes a PNG file. Unlike image/png it tries no filters, which do
// not pay for flat areas and cost most of the time, and it finds out by itself
// when a palette will do.
func encodePNG(m *image.RGBA) []byte {
	rows := pngRows{width: m.Rect.Dx(), height: m.Rect.Dy(), depth: 8}
	var palette []color.NRGBA
	var data []byte
	px, opaque := words(m)
	if indexed := newIndexed(px); indexed != nil {
		palette = indexed.palette
		rows.packIndexed(indexed)
		data = rows.deflate()
	} else if opaque {
		rows.kind = pngRGB
		data = deflateRGB(px, rows.width)
	} else {
		rows.packColors(px)
		data = rows.deflate()
	}
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	writeChunk(&b, "IHDR", rows.header())
	if palette != nil {
		writePalette(&b, palette)
	}
	writeChunk(&b, "IDAT", data)
	writeChunk(&b, "IEND", nil)
	return b.Bytes()
}

// Colour types of the PNG specification.
const (
	pngRGB     = 2
	pngIndexed = 3
	pngRGBA    = 6
)

// pngRows is the content of a PNG file before compression: each row behind a
// byte 0, for no filter.
type pngRows struct {
	width, height int
	depth, kind   byte
	data          []byte
}

func (r *pngRows) header() []byte {
	h := binary.BigEndian.AppendUint32(nil, uint32(r.width))
	h = binary.BigEndian.AppendUint32(h, uint32(r.height))
	return append(h, r.depth, r.kind, 0, 0, 0)
}

// packIndexed puts as many px into a byte as the palette allows.
func (r *pngRows) packIndexed(m *indexed) {
	r.kind, r.depth = pngIndexed, m.depth()
	perByte := 8 / int(r.depth)
	r.data = make([]byte, 0, ((r.width+perByte-1)/perByte+1)*r.height)
	for y := range r.height {
		r.data = append(r.data, 0)
		line := m.px[y*r.width : (y+1)*r.width]
		for ; len(line) >= perByte; line = line[perByte:] {
			r.data = append(r.data, packed(line[:perByte], r.depth))
		}
		if n := len(line); n > 0 {
			r.data = append(r.data, packed(line, r.depth)<<(int(r.depth)*(perByte-n)))
		}
	}
}

func packed(indexes []uint8, depth byte) uint8 {
	var b uint8
	for _, index := range indexes {
		b = b<<depth | index
	}
	return b
}

func (r *pngRows) packColors(px []uint32) {
	r.kind = pngRGBA
	r.data = make([]byte, 0, (r.width*4+1)*r.height)
	for ; len(px) > 0; px = px[r.width:] {
		r.data = append(r.data, 0)
		for _, w := range px[:r.width] {
			c := unmultiplied(w)
			r.data = append(r.data, c.R, c.G, c.B, c.A)
		}
	}
}

// deflateLevel is as fast as flate.BestSpeed here and makes smaller files.
const deflateLevel = 2

func (r *pngRows) deflate() []byte {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, deflateLevel)
	if err != nil {
		panic(err) // the level is a constant
	}
	w.Write(r.data) // a bytes.Buffer does not fail
	w.Close()
	return b.Bytes()
}

func writePalette(b *bytes.Buffer, palette []color.NRGBA) {
	var colors, alphas []byte
	for i, c := range palette {
		colors = append(colors, c.R, c.G, c.B)
		if c.A != 255 {
			for len(alphas) < i {
				alphas = append(alphas, 255)
			}
			alphas = append(alphas, c.A)
		}
	}
	writeChunk(b, "PLTE", colors)
	if len(alphas) > 0 {
		writeChunk(b, "tRNS", alphas)
	}
}

func writeChunk(b *bytes.Buffer, name string, data []byte) {
	start := b.Len() + 4
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	b.WriteString(name)
	b.Write(data)
	b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b.Bytes()[start:])))
}
