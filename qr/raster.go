package qr

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
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
	mask := l.outline.mask(area)
	if !smooth {
		harden(mask)
	}
	l.paint.through(canvas, area, mask)
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

// mask is the share of each px of the area that lies inside the outline.
func (p *path) mask(area image.Rectangle) *image.Alpha {
	z := vector.NewRasterizer(area.Dx(), area.Dy())
	z.DrawOp = draw.Src
	p.trace(z, point{float64(area.Min.X), float64(area.Min.Y)})
	mask := image.NewAlpha(image.Rect(0, 0, area.Dx(), area.Dy()))
	z.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return mask
}

func (p *path) trace(z *vector.Rasterizer, origin point) {
	var pen point
	for _, s := range p.segments {
		switch s.op {
		case moveTo:
			z.MoveTo(float32(s.at.x-origin.x), float32(s.at.y-origin.y))
		case lineTo:
			z.LineTo(float32(s.at.x-origin.x), float32(s.at.y-origin.y))
		case quarter:
			for _, q := range arc(pen, s.corner, s.at) {
				z.LineTo(float32(q.x-origin.x), float32(q.y-origin.y))
			}
		case closePath:
			z.ClosePath()
		}
		pen = s.at
	}
}

// arc is a quarter circle as points that are at most 0.02 px off. The
// rasteriser's own curves are ten times as coarse.
func arc(from, corner, to point) []point {
	radius := math.Hypot(corner.x-from.x, corner.y-from.y)
	steps := int(math.Ceil(math.Pi / 2 / math.Sqrt(0.16/radius)))
	centre := point{from.x + to.x - corner.x, from.y + to.y - corner.y}
	points := make([]point, 0, steps)
	for i := 1; i < steps; i++ {
		sin, cos := math.Sincos(math.Pi / 2 * float64(i) / float64(steps))
		points = append(points, point{
			centre.x + (from.x-centre.x)*cos + (to.x-centre.x)*sin,
			centre.y + (from.y-centre.y)*cos + (to.y-centre.y)*sin,
		})
	}
	return append(points, to)
}

// harden takes the smoothing away: a px is in or out.
func harden(mask *image.Alpha) {
	for i, a := range mask.Pix {
		mask.Pix[i] = 255 * (a >> 7)
	}
}

// faint is the coverage up to which a px is left alone: nobody sees it, and on a
// transparent ground it would have no definite colour.
const faint = 8

// through paints the area of the canvas through the mask.
func (p paint) through(canvas *image.RGBA, area image.Rectangle, mask *image.Alpha) {
	shade := p.shader()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := canvas.Pix[canvas.PixOffset(area.Min.X, y):canvas.PixOffset(area.Max.X, y)]
		cover := mask.Pix[(y-area.Min.Y)*mask.Stride:][:area.Dx()]
		for i, a := range cover {
			if a > faint {
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
