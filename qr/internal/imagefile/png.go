// Package imagefile writes pictures as files: PNG, SVG, JPEG and WebP.
package imagefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// PNG writes PNG files. It writes the container itself: image/png cannot be told
// to try no filters, which gain nothing in flat areas and make styled codes three
// times slower. The zero value is ready for use. It is safe for concurrent use
// and keeps its compressors for the next file.
type PNG struct {
	compressors sync.Pool // of *zlib.Writer
}

// Encode writes a file, with a palette if the picture has at most 256 colours.
// The caller sets opaque if no px is transparent.
func (e *PNG) Encode(m *image.RGBA, opaque bool) ([]byte, error) {
	rows := newPNGRows(m, opaque)
	b := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	writeChunk(b, "IHDR", rows.header())
	if rows.kind == pngIndexed {
		writePalette(b, rows.colors.palette)
	}
	start := beginChunk(b, "IDAT")
	if err := e.compress(b, rows); err != nil {
		return nil, fmt.Errorf("qr: encode PNG: %w", err)
	}
	endChunk(b, start)
	writeChunk(b, "IEND", nil)
	return b.Bytes(), nil
}

// compress streams the rows into the file. So a large picture needs no second
// buffer.
func (e *PNG) compress(b *bytes.Buffer, rows *pngRows) error {
	w, err := e.compressor()
	if err != nil {
		return err
	}
	defer e.compressors.Put(w)
	w.Reset(b)
	for y := range rows.height {
		if _, err := w.Write(rows.row(y)); err != nil {
			return err
		}
	}
	return w.Close()
}

func (e *PNG) compressor() (*zlib.Writer, error) {
	if w, ok := e.compressors.Get().(*zlib.Writer); ok {
		return w, nil
	}
	return zlib.NewWriterLevel(nil, zlib.BestSpeed)
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
	start := beginChunk(b, name)
	b.Write(data)
	endChunk(b, start)
}

// beginChunk leaves room for the length, which endChunk fills in.
func beginChunk(b *bytes.Buffer, name string) (start int) {
	start = b.Len()
	b.Write(make([]byte, 4))
	b.WriteString(name)
	return start
}

func endChunk(b *bytes.Buffer, start int) {
	chunk := b.Bytes()[start:]
	binary.BigEndian.PutUint32(chunk, uint32(len(chunk)-8))
	b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk[4:])))
}
