package qr

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
)

// encodePNG writes a PNG file. Unlike image/png it tries no filters, which do
// not pay for flat areas and cost most of the time, and it finds out by itself
// when a palette will do. If opaque is set, no px is transparent.
func encodePNG(m *image.RGBA, opaque bool) ([]byte, error) {
	rows := pngRows{width: m.Rect.Dx(), height: m.Rect.Dy(), depth: 8}
	indexed := newIndexed(m)
	data, err := rows.compress(m, indexed, opaque)
	if err != nil {
		return nil, fmt.Errorf("qr: encode PNG: %w", err)
	}
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	writeChunk(&b, "IHDR", rows.header())
	if indexed != nil {
		writePalette(&b, indexed.palette)
	}
	writeChunk(&b, "IDAT", data)
	writeChunk(&b, "IEND", nil)
	return b.Bytes(), nil
}

func (r *pngRows) compress(m *image.RGBA, indexed *indexed, opaque bool) ([]byte, error) {
	switch {
	case indexed != nil:
		r.packIndexed(indexed)
	case opaque:
		r.kind = pngRGB
		return deflateRGB(m), nil
	default:
		r.packColors(m)
	}
	return r.deflate()
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

func (r *pngRows) packColors(m *image.RGBA) {
	r.kind = pngRGBA
	r.data = make([]byte, 0, (r.width*4+1)*r.height)
	for y := range r.height {
		r.data = append(r.data, 0)
		for line := m.Pix[y*m.Stride:][:4*r.width]; len(line) > 0; line = line[4:] {
			c := unmultiplied(binary.LittleEndian.Uint32(line))
			r.data = append(r.data, c.R, c.G, c.B, c.A)
		}
	}
}

// deflateLevel is as fast as flate.BestSpeed here and makes smaller files.
const deflateLevel = 2

func (r *pngRows) deflate() ([]byte, error) {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, deflateLevel)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(r.data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
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
