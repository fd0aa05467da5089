package qr

import (
	"image/color"
	"math"
)

// shader writes the premultiplied colours of a paint for a run of px that
// begins at (x, y).
type shader func(px []uint8, x, y int)

func (p paint) shader() shader {
	switch {
	case p.ramp == nil:
		return solidShader(p.color)
	case p.ramp.radial:
		return p.ramp.radialShader()
	}
	return p.ramp.linearShader()
}

func (p paint) opaque() bool {
	if p.ramp == nil {
		return p.color.A == 255
	}
	for _, s := range p.ramp.stops {
		if s.color.A != 255 {
			return false
		}
	}
	return true
}

func solidShader(straight color.NRGBA) shader {
	c := premultiplied(straight)
	return func(px []uint8, _, _ int) {
		for ; len(px) >= 4; px = px[4:] {
			copy(px, c[:])
		}
	}
}

// premultiplied rounds, so that the colour that a reader of the file divides
// back is as near as 8 bits allow.
func premultiplied(c color.NRGBA) [4]uint8 {
	times := func(v uint8) uint8 { return uint8((int(v)*int(c.A) + 127) / 255) }
	return [4]uint8{times(c.R), times(c.G), times(c.B), c.A}
}

// rampSteps is the resolution of a ramp: finer than 8 bit colours.
const rampSteps = 2048

func (r *ramp) table() *[rampSteps + 1][4]uint8 {
	var t [rampSteps + 1][4]uint8
	for i := range t {
		t[i] = premultiplied(r.at(float64(i) / rampSteps))
	}
	return &t
}

func (r *ramp) linearShader() shader {
	t := r.table()
	dx, dy := r.to.x-r.from.x, r.to.y-r.from.y
	scale := rampSteps / max(dx*dx+dy*dy, 1)
	stepX, stepY := dx*scale, dy*scale
	return func(px []uint8, x, y int) {
		along := (float64(x)+0.5-r.from.x)*stepX + (float64(y)+0.5-r.from.y)*stepY
		for ; len(px) >= 4; px = px[4:] {
			copy(px, t[int(min(max(along, 0), rampSteps)+0.5)][:])
			along += stepX
		}
	}
}

func (r *ramp) radialShader() shader {
	t := r.table()
	scale := rampSteps / r.radius
	return func(px []uint8, x, y int) {
		dx, dy := float64(x)+0.5-r.from.x, float64(y)+0.5-r.from.y
		for ; len(px) >= 4; px = px[4:] {
			copy(px, t[int(min(math.Sqrt(dx*dx+dy*dy)*scale, rampSteps)+0.5)][:])
			dx++
		}
	}
}
