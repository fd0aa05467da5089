package qr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"strings"
	"testing"
)

// pngHeader returns a PNG file that ends after the header with its size.
func pngHeader(width, height uint32) Picture {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, width)
	chunk = binary.BigEndian.AppendUint32(chunk, height)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	file := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	file = append(file, chunk...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(chunk))
}

func jpegOf(tb testing.TB, m image.Image) Picture {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// manyScans returns a JPEG of 16×16 px with too many passes. Such a file is a
// bomb: a pass over the largest picture allowed takes only 23 bytes.
func manyScans() Picture {
	header := []byte{0xff, 0xd8, 0xff, 0xc2, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0}
	scan := []byte{0xff, 0xda, 0, 8, 1, 1, 0, 1, 63, 0}
	return append(header, bytes.Repeat(scan, 101)...)
}

func TestHostileImagesAreRefused(t *testing.T) {
	good := testLogo(t)
	cases := map[string]struct {
		file   Picture
		reason string
	}{
		"a file over 3 MB":      {append(bytes.Clone(good), make([]byte, 3_000_000)...), "at most 3000000 bytes"},
		"a side over the limit": {pngHeader(5000, 10), "5000×10 px; at most 4096 a side"},
		"a bomb of many px":     {pngHeader(4096, 4096), "4096×4096 px; at most 12582912 in all"},
		"a bomb that overflows": {pngHeader(1<<31-1, 1<<31-1), "image"},
		"no px":                 {pngHeader(0, 0), "image"},
		"a GIF without images":  {Picture("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "cannot be decoded"},
		"a WebP without images": {Picture("RIFF\x04\x00\x00\x00WEBP"), "must be a PNG, JPEG, GIF or WebP file"},
		"an SVG with a script":  {Picture(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "must be a PNG, JPEG, GIF or WebP file"},
		"a truncated file":      {good[:len(good)/2], "cannot be decoded"},
		"a header only":         {pngHeader(10, 10), "cannot be decoded"},
		"text":                  {Picture("hi"), "must be a PNG, JPEG, GIF or WebP file"},
		"a bomb of many scans":  {manyScans(), "more than 100 scans"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Compile(&Design{Image: c.file})
			var field *FieldError
			if !errors.As(err, &field) || field.Field != "image" || !strings.Contains(err.Error(), c.reason) {
				t.Fatalf("got %v, want image: … %s", err, c.reason)
			}
		})
	}
}

func TestNoByteOfTheFileReachesTheOutput(t *testing.T) {
	const secret = "GPS 52.52,13.40 <script>"
	file := append(bytes.Clone(testLogo(t)), secret...)
	code, err := Draw("https://go.example/", &Design{Image: file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	svg, err := code.Encode(SVG)
	if err != nil {
		t.Fatal(err)
	}
	embedded := embeddedImage(t, svg)
	if bytes.Contains(embedded, []byte(secret)) || bytes.Contains(svg, []byte("script")) {
		t.Fatal("what was hidden in the image is in the SVG")
	}
}

func FuzzImage(f *testing.F) {
	f.Add([]byte(testLogo(f)))
	f.Add([]byte(jpegOf(f, image.NewGray(image.Rect(0, 0, 9, 5)))))
	f.Add([]byte(pngHeader(100, 100)))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(file)); err == nil && config.Width*config.Height > 1<<18 {
			t.Skip("large pictures are slow, not different")
		}
		code, err := Draw("https://go.example/", &Design{Image: file}, &Options{Safe: SafeMend})
		if err != nil {
			if _, ok := errors.AsType[*FieldError](err); !ok {
				t.Fatalf("%v is no FieldError", err)
			}
			return
		}
		if _, err := code.Encode(PNG); err != nil {
			t.Fatal(err)
		}
	})
}
