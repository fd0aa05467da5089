package qr

import (
	"image"
	"image/draw"
	"math"
)

// raster draws the scene in px.
func (s *scene) raster() *image.RGBA {
	canvas := image.NewRGBA(image.Rect(0, 0, s.layout.width, s.layout.height))
	for _, l := range s.layers {
		l.raster(canvas, s.layout.whole)
	}
	if s.image != nil {
		s.image.raster(canvas)
	}
	return canvas
}

func (l layer) raster(canvas *image.RGBA, smooth bool) {
	area := l.bounds.pixels().Intersect(canvas.Rect)
	if area.Empty() {
		return
	}
	if l.fillsCanvas() && l.paint.ramp == nil && l.paint.opaque() {
		l.paint.fill(canvas)
		return
	}
	l.paint.through(canvas, area, newSampler(&l.outline, area, smooth))
}

func (b box) pixels() image.Rectangle {
	return image.Rect(int(math.Floor(b.x)), int(math.Floor(b.y)), int(math.Ceil(b.x+b.w)), int(math.Ceil(b.y+b.h)))
}

func (p paint) fill(canvas *image.RGBA) {
	draw.Draw(canvas, canvas.Rect, image.NewUniform(p.color), image.Point{}, draw.Src)
}

// through paints the area of the canvas as far as it is covered.
func (p paint) through(canvas *image.RGBA, area image.Rectangle, s *sampler) {
	shade, opaque := p.shader(), p.opaque()
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

// runEnd is where the run of equal coverage that begins at x ends.
func runEnd(cover []uint8, x int) int {
	end := x + 1
	for end < len(cover) && cover[end] == cover[x] {
		end++
	}
	return end
}

// overlay lays colours over px of the same coverage.
func overlay(px, colors []uint8, cover uint8) {
	for at := 0; at+4 <= len(px); at += 4 {
		rest := 255*255 - uint32(colors[at+3])*uint32(cover)
		for i := at; i < at+4; i++ {
			px[i] = uint8((uint32(colors[i])*uint32(cover)*255 + uint32(px[i])*rest + 32512) / 65025)
		}
	}
}
