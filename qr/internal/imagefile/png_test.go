package imagefile

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// TestPNGFilesHoldThePicture decodes every kind of file that the encoder writes:
// palettes of each depth, opaque colours, transparency.
func TestPNGFilesHoldThePicture(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var encoder PNG
	for _, colors := range []int{1, 2, 3, 4, 5, 16, 17, 256, 257, 5000} {
		for _, opaque := range []bool{true, false} {
			for _, side := range []int{1, 2, 3, 7, 64, 129, 400} {
				m := noise(r, side, colors, opaque)
				file, err := encoder.Encode(m, opaque)
				if err != nil {
					t.Fatal(err)
				}
				got, err := png.Decode(bytes.NewReader(file))
				if err != nil {
					t.Fatalf("%d colours, opaque %v, side %d: %v", colors, opaque, side, err)
				}
				if at, same := samePicture(m, got); !same {
					t.Fatalf("%d colours, opaque %v, side %d: %v differs", colors, opaque, side, at)
				}
			}
		}
	}
}

// noise returns a picture with runs, repetitions of the row above and single px.
func noise(r *rand.Rand, side, colors int, opaque bool) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, side, side+3))
	c := color.NRGBA{A: 255}
	for y := range side + 3 {
		for x := range side {
			switch r.IntN(4) {
			case 0:
				n := r.IntN(colors)
				c = color.NRGBA{R: uint8(n), G: uint8(n >> 8), B: uint8(n * 7), A: 255}
				if !opaque {
					c.A = uint8(n * 5)
				}
			case 1:
				if y > 0 {
					m.SetRGBA(x, y, m.RGBAAt(x, y-1))
					continue
				}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

// samePicture compares px. Premultiplied colours may differ by 1, since they are
// rounded.
func samePicture(a *image.RGBA, b image.Image) (image.Point, bool) {
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			want, got := a.RGBAAt(x, y), color.RGBAModel.Convert(b.At(x, y)).(color.RGBA)
			near := func(v, w uint8) bool { return v == w || want.A != 255 && max(v, w)-min(v, w) <= 1 }
			if want.A != got.A || !near(want.R, got.R) || !near(want.G, got.G) || !near(want.B, got.B) {
				return image.Pt(x, y), false
			}
		}
	}
	return image.Point{}, a.Rect == b.Bounds()
}

// TestReusedCompressorsWriteTheSameFile writes a picture with a compressor that
// has written others before.
func TestReusedCompressorsWriteTheSameFile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var encoder PNG
	pictures := []*image.RGBA{noise(r, 400, 5000, true), noise(r, 64, 16, true), noise(r, 129, 300, false)}
	var first [][]byte
	for round := range 3 {
		for i, m := range pictures {
			file, err := encoder.Encode(m, i < 2)
			if err != nil {
				t.Fatal(err)
			}
			if round == 0 {
				first = append(first, file)
			} else if !bytes.Equal(file, first[i]) {
				t.Errorf("picture %d differs in round %d", i, round)
			}
		}
	}
}
