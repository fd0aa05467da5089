package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// testLogo returns a PNG of 96×96 px with two colours and transparent corners.
func testLogo(tb testing.TB) Picture {
	tb.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 96, 96))
	for y := range 96 {
		for x := range 96 {
			switch d := (x-48)*(x-48) + (y-48)*(y-48); {
			case d < 30*30:
				m.Set(x, y, color.NRGBA{R: 124, G: 58, B: 237, A: 255})
			case d < 46*46:
				m.Set(x, y, color.NRGBA{R: 30, G: 41, B: 59, A: 255})
			}
		}
	}
	return pngOf(tb, m)
}

func pngOf(tb testing.TB, m image.Image) Picture {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
