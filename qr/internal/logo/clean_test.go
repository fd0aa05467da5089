package logo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/HugoSmits86/nativewebp"
)

// quarters returns an image of w×h px with a colour in each quarter: red and green
// above, blue and white below.
func quarters(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			right, below := x >= w/2, y >= h/2
			m.SetNRGBA(x, y, color.NRGBA{R: full(right == below), G: full(right), B: full(below), A: 255})
		}
	}
	return m
}

func full(on bool) uint8 {
	if on {
		return 255
	}
	return 0
}

// corners names the colours in the corners of a file: "RGBW" is that of quarters.
func corners(t *testing.T, file []byte) string {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	left, top, right, bottom := b.Min.X+1, b.Min.Y+1, b.Max.X-2, b.Max.Y-2
	var names []byte
	for _, p := range []image.Point{{left, top}, {right, top}, {left, bottom}, {right, bottom}} {
		r, g, bl, _ := m.At(p.X, p.Y).RGBA()
		name := byte('?')
		switch [3]bool{r > 0x8000, g > 0x8000, bl > 0x8000} {
		case [3]bool{true, false, false}:
			name = 'R'
		case [3]bool{false, true, false}:
			name = 'G'
		case [3]bool{false, false, true}:
			name = 'B'
		case [3]bool{true, true, true}:
			name = 'W'
		}
		names = append(names, name)
	}
	return string(names)
}

func pngOf(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const place = "GPS 52.52,13.40"

// exif returns the Exif data of an orientation, and a place.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	name := map[bool]string{true: "MM", false: "II"}[order.String() == "BigEndian"]
	data := append([]byte("Exif\x00\x00"), name...)
	data = order.AppendUint16(data, 42)
	data = order.AppendUint32(data, 8)
	data = order.AppendUint16(data, 2)
	for _, entry := range [][2]uint16{{0x0100, 7}, {0x0112, orientation}} {
		data = order.AppendUint16(data, entry[0])
		data = order.AppendUint16(data, 3)
		data = order.AppendUint32(data, 1)
		data = order.AppendUint16(data, entry[1])
		data = order.AppendUint16(data, 0)
	}
	return append(append(data, 0, 0, 0, 0), place...)
}

// withSegment adds a segment to a JPEG file.
func withSegment(file []byte, marker byte, payload []byte) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return bytes.Join([][]byte{file[:2], segment, payload, file[2:]}, nil)
}

// withChunk adds a chunk to a PNG file, after its header.
func withChunk(file []byte, name, payload string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	chunk = append(chunk, name+payload...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 33
	return bytes.Join([][]byte{file[:header], chunk, file[header:]}, nil)
}

func TestPicturesAreTurnedAsTheirExifSays(t *testing.T) {
	upright := jpegOf(t, quarters(64, 32))
	for orientation, want := range map[uint16]string{
		0: "RGBW", 1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB", 9: "RGBW",
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			file := withSegment(upright, application1, exif(order, orientation))
			cleaned, err := Clean(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := corners(t, cleaned); got != want {
				t.Errorf("orientation %d, %v: corners %s, want %s", orientation, order, got, want)
			}
			drawn, err := Decode(file)
			if err != nil {
				t.Fatal(err)
			}
			size, ratio := image.Pt(64, 32), 0.5
			if orientation >= 5 && orientation <= 8 {
				size, ratio = image.Pt(32, 64), 2
			}
			if drawn.Pixels.Rect.Size() != size || drawn.Ratio != ratio || corners(t, pngOf(t, drawn.Pixels)) != want {
				t.Errorf("orientation %d: drawn as %v px with ratio %g", orientation, drawn.Pixels.Rect.Size(), drawn.Ratio)
			}
		}
	}
}

func TestACleanPictureHasOnlyItsPixels(t *testing.T) {
	onePNG, oneJPEG := pngOf(t, quarters(40, 40)), jpegOf(t, quarters(40, 40))
	var oneGIF, oneWebP bytes.Buffer
	if err := gif.Encode(&oneGIF, quarters(40, 40), nil); err != nil {
		t.Fatal(err)
	}
	if err := nativewebp.Encode(&oneWebP, quarters(40, 40), nil); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"text in a PNG":         withChunk(onePNG, "tEXt", "Location\x00"+place),
		"Exif in a PNG":         withChunk(onePNG, "eXIf", place),
		"something after a PNG": append(bytes.Clone(onePNG), place...),
		"Exif in a JPEG":        withSegment(oneJPEG, application1, exif(binary.BigEndian, 1)),
		"a comment in a JPEG":   withSegment(oneJPEG, 0xfe, []byte(place)),
		"something after it":    append(bytes.Clone(oneJPEG), place...),
		"a GIF":                 oneGIF.Bytes(),
		"a WebP":                oneWebP.Bytes(),
	} {
		cleaned, err := Clean(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(cleaned, []byte(place)) || !isBare(cleaned) {
			t.Errorf("%s: %q is left", name, cleaned)
		}
		if got := corners(t, cleaned); got != "RGBW" {
			t.Errorf("%s: corners %s", name, got)
		}
		if again, err := Clean(cleaned); err != nil || !bytes.Equal(again, cleaned) {
			t.Errorf("%s: cleaned again, it is another file, %v", name, err)
		}
	}
}

func TestACleanFileStaysAsItIs(t *testing.T) {
	for name, file := range map[string][]byte{"PNG": pngOf(t, quarters(40, 40)), "JPEG": jpegOf(t, quarters(40, 40))} {
		if cleaned, err := Clean(file); err != nil || !bytes.Equal(cleaned, file) {
			t.Errorf("%s: another file, %v", name, err)
		}
	}
}

func TestACleanPictureIsScaledDown(t *testing.T) {
	for name, file := range map[string][]byte{"PNG": pngOf(t, quarters(2048, 1024)), "JPEG": jpegOf(t, quarters(2048, 1024))} {
		cleaned, err := Clean(file)
		if err != nil {
			t.Fatal(err)
		}
		config, _, err := image.DecodeConfig(bytes.NewReader(cleaned))
		if err != nil || config.Width != drawnSide || config.Height != drawnSide/2 || corners(t, cleaned) != "RGBW" {
			t.Errorf("%s: %d×%d px, %v", name, config.Width, config.Height, err)
		}
	}
}

func TestNoiseIsMadeSmallEnough(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 1001, 1001))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
		if i%4 == 3 {
			noise.Pix[i] = 255
		}
	}
	file, err := encode(noise, false)
	if err != nil || len(file) > MaxBytes {
		t.Fatalf("%d bytes, %v", len(file), err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.Width != 501 {
		t.Errorf("%d px wide, %v", config.Width, err)
	}
}

func FuzzClean(f *testing.F) {
	small := jpegOf(f, quarters(16, 16))
	f.Add(small)
	f.Add(withSegment(small, application1, exif(binary.LittleEndian, 6)))
	f.Add(withSegment(small, application1, exif(binary.BigEndian, 8)[:20]))
	f.Add(pngOf(f, quarters(16, 16)))
	f.Add(withChunk(pngOf(f, quarters(16, 16)), "tEXt", place))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if turned := orientation(file); turned < 1 || turned > 8 {
			t.Fatalf("orientation %d", turned)
		}
		if config, _, err := image.DecodeConfig(bytes.NewReader(file)); err == nil && config.Width*config.Height > 1<<16 {
			t.Skip("large pictures are slow, not different")
		}
		cleaned, err := Clean(file)
		if err != nil {
			return
		}
		if again, err := Clean(cleaned); err != nil || !bytes.Equal(again, cleaned) {
			t.Fatalf("cleaned again, it is another file: %v", err)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add(exif(binary.BigEndian, 6)[6:])
	f.Add(exif(binary.LittleEndian, 6)[6:])
	f.Add([]byte("MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, tiff []byte) {
		if turned := tiffOrientation(tiff); turned < 1 || turned > 8 {
			t.Errorf("orientation %d", turned)
		}
	})
}
