package qr

import (
	"image"
	"math"

	"golang.org/x/image/draw"
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

// resample returns src scaled into the box. Pixels at the border of the box are
// covered by their share.
func resample(src *image.RGBA, b box) *image.RGBA {
	dst := image.NewRGBA(b.pixels())
	mitchell().Scale(dst, dst.Rect, src, src.Rect, draw.Src, nil)
	for y := dst.Rect.Min.Y; y < dst.Rect.Max.Y; y++ {
		for x := dst.Rect.Min.X; x < dst.Rect.Max.X; x++ {
			if cover := overlap(x, b.x, b.w) * overlap(y, b.y, b.h); cover < 1 {
				fade(dst.Pix[dst.PixOffset(x, y):][:4], cover)
			}
		}
	}
	return dst
}

// overlap is the share of a px that lies between start and start+length.
func overlap(px int, start, length float64) float64 {
	return min(float64(px+1), start+length) - max(float64(px), start)
}

func fade(px []uint8, share float64) {
	for i, v := range px {
		px[i] = uint8(math.Round(float64(v) * share))
	}
}
