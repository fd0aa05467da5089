package qr

import (
	"image"
	"image/color"
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
		resample(canvas, s.image.logo.pixels, s.image.box)
	}
	return canvas
}

func (l layer) raster(canvas *image.RGBA, smooth bool) {
	area := l.bounds.pixels().Intersect(canvas.Rect)
	if area.Empty() {
		return
	}
	if l.coversAll() {
		l.paint.fill(canvas)
		return
	}
	l.paint.through(canvas, area, l.outline.mask(area, smooth))
}

func (b box) pixels() image.Rectangle {
	return image.Rect(int(math.Floor(b.x)), int(math.Floor(b.y)), int(math.Ceil(b.x+b.w)), int(math.Ceil(b.y+b.h)))
}

// coversAll reports a plain rectangle of one opaque colour as large as the
// picture: the usual background, for which no mask is needed.
func (l layer) coversAll() bool {
	segments := l.outline.segments
	plain := len(segments) == 5 && segments[0].at == point{} && segments[2].at == point{l.bounds.w, l.bounds.h}
	return plain && l.paint.ramp == nil && l.paint.color.A == 255
}

func (p paint) fill(canvas *image.RGBA) {
	draw.Draw(canvas, canvas.Rect, image.NewUniform(p.color), image.Point{}, draw.Src)
}

// through paints the area of the canvas through the mask.
func (p paint) through(canvas *image.RGBA, area image.Rectangle, mask *image.Alpha) {
	shade := p.shader()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := canvas.Pix[canvas.PixOffset(area.Min.X, y):canvas.PixOffset(area.Max.X, y)]
		cover := mask.Pix[(y-area.Min.Y)*mask.Stride:][:area.Dx()]
		for i, a := range cover {
			if a != 0 {
				overlay(line[4*i:4*i+4:4*i+4], shade(area.Min.X+i, y), a)
			}
		}
	}
}

// overlay lays a premultiplied colour over a px through a mask.
func overlay(px []uint8, c color.RGBA, mask uint8) {
	if mask == 255 && c.A == 255 {
		px[0], px[1], px[2], px[3] = c.R, c.G, c.B, c.A
		return
	}
	m := uint32(mask)
	rest := 255*255 - uint32(c.A)*m
	px[0] = uint8((uint32(c.R)*m*255 + uint32(px[0])*rest + 32512) / 65025)
	px[1] = uint8((uint32(c.G)*m*255 + uint32(px[1])*rest + 32512) / 65025)
	px[2] = uint8((uint32(c.B)*m*255 + uint32(px[2])*rest + 32512) / 65025)
	px[3] = uint8((uint32(c.A)*m*255 + uint32(px[3])*rest + 32512) / 65025)
}
