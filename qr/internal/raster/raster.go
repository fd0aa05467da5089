// Package raster draws a scene in px.
//
// golang.org/x/image/vector would do for the edges, but its pictures differ from
// the reference renderings by more than a mean of 1 of 255 in five designs. So
// the coverage of px is counted here.
package raster

import (
	"image"
	stddraw "image/draw"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// Draw draws a scene. The picture has premultiplied alpha.
func Draw(s *draw.Scene) *image.RGBA {
	canvas := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
	for _, l := range s.Layers {
		drawLayer(canvas, l, s.Smooth)
	}
	if s.Image != nil {
		pixels := s.Image.Pixels()
		stddraw.Draw(canvas, pixels.Rect, pixels, pixels.Rect.Min, stddraw.Over)
	}
	return canvas
}

func drawLayer(canvas *image.RGBA, l draw.Layer, smooth bool) {
	area := l.Bounds().Pixels().Intersect(canvas.Rect)
	if area.Empty() {
		return
	}
	if l.FillsCanvas() && l.Paint.Ramp == nil && l.Paint.Opaque() {
		stddraw.Draw(canvas, canvas.Rect, image.NewUniform(l.Paint.Color), image.Point{}, stddraw.Src)
		return
	}
	paintArea(canvas, area, l.Paint, newSampler(&l.Outline, area, smooth))
}

// paintArea paints the area of the canvas as far as the sampler says that it is
// covered.
func paintArea(canvas *image.RGBA, area image.Rectangle, p paint.Placed, s *sampler) {
	shade, opaque := p.Shader(), p.Opaque()
	cover, colors := make([]uint8, area.Dx()), make([]uint8, 4*area.Dx())
	for y := area.Min.Y; y < area.Max.Y; y++ {
		s.row(y-area.Min.Y, cover)
		line := canvas.Pix[canvas.PixOffset(area.Min.X, y):canvas.PixOffset(area.Max.X, y)]
		for x := 0; x < len(cover); {
			end := runEnd(cover, x)
			px := line[4*x : 4*end]
			switch {
			case cover[x] == 0:
			case cover[x] == 255 && opaque:
				shade(px, area.Min.X+x, y)
			default:
				shade(colors[:len(px)], area.Min.X+x, y)
				overlay(px, colors, cover[x])
			}
			x = end
		}
	}
}

// runEnd returns where the run of equal coverage that begins at x ends.
func runEnd(cover []uint8, x int) int {
	end := x + 1
	for end < len(cover) && cover[end] == cover[x] {
		end++
	}
	return end
}

// overlay lays colours over px that they cover equally.
func overlay(px, colors []uint8, cover uint8) {
	for at := 0; at+4 <= len(px); at += 4 {
		rest := 255*255 - uint32(colors[at+3])*uint32(cover)
		for i := at; i < at+4; i++ {
			px[i] = uint8((uint32(colors[i])*uint32(cover)*255 + uint32(px[i])*rest + 32512) / 65025)
		}
	}
}
