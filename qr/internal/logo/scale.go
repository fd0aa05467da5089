package logo

import (
	"image"
	"math"

	"golang.org/x/image/draw"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// mitchell is the Mitchell-Netravali filter (B = C = 1/3).
func mitchell() *draw.Kernel {
	return &draw.Kernel{Support: 2, At: func(t float64) float64 {
		if t < 1 {
			return (7*t*t*t - 12*t*t + 16.0/3) / 6
		}
		return (-7.0/3*t*t*t + 12*t*t - 20*t + 32.0/3) / 6
	}}
}

// shrink returns the pixels of an image, scaled down if it is large.
func shrink(m image.Image) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	longest := max(w, h)
	if longest <= drawnSide {
		pixels := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(pixels, pixels.Rect, m, m.Bounds().Min, draw.Src)
		return pixels
	}
	side := func(px int) float64 { return float64(max(px*drawnSide/longest, 1)) }
	return scale(m, outline.Box{W: side(w), H: side(h)})
}

// scale returns the image scaled to a box. Px at the border of the box are as
// opaque as the share of them that lies inside.
func scale(src image.Image, b outline.Box) *image.RGBA {
	dst := image.NewRGBA(b.Pixels())
	mitchell().Scale(dst, dst.Rect, src, src.Bounds(), draw.Src, nil)
	for y := dst.Rect.Min.Y; y < dst.Rect.Max.Y; y++ {
		for x := dst.Rect.Min.X; x < dst.Rect.Max.X; x++ {
			if share := overlap(x, b.X, b.W) * overlap(y, b.Y, b.H); share < 1 {
				fade(dst.Pix[dst.PixOffset(x, y):][:4], share)
			}
		}
	}
	return dst
}

// overlap returns the share of a px that lies between start and start+length.
func overlap(px int, start, length float64) float64 {
	return min(float64(px+1), start+length) - max(float64(px), start)
}

func fade(px []uint8, share float64) {
	for i, v := range px {
		px[i] = uint8(math.Round(float64(v) * share))
	}
}
