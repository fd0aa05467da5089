package paint

import (
	"image/color"
	"math"
)

// Shader writes the premultiplied colours of a paint for a run of px that
// begins at (x, y).
type Shader func(px []uint8, x, y int)

// Shader returns the function that computes the colours of the paint.
func (p Placed) Shader() Shader {
	switch {
	case p.Ramp == nil:
		return solidShader(p.Color)
	case p.Ramp.Radial:
		return p.Ramp.radialShader()
	}
	return p.Ramp.linearShader()
}

func solidShader(straight color.NRGBA) Shader {
	c := premultiplied(straight)
	return func(px []uint8, _, _ int) {
		for ; len(px) >= 4; px = px[4:] {
			copy(px, c[:])
		}
	}
}

// premultiplied rounds to nearest, so that the colour computed back from it is
// as near as 8 bits allow.
func premultiplied(c color.NRGBA) [4]uint8 {
	times := func(v uint8) uint8 { return uint8((int(v)*int(c.A) + 127) / 255) }
	return [4]uint8{times(c.R), times(c.G), times(c.B), c.A}
}

// rampSteps is the resolution of a ramp: finer than 8 bit colours.
const rampSteps = 2048

func (r *Ramp) table() *[rampSteps + 1][4]uint8 {
	var t [rampSteps + 1][4]uint8
	for i := range t {
		t[i] = premultiplied(r.at(float64(i) / rampSteps))
	}
	return &t
}

func (r *Ramp) linearShader() Shader {
	t := r.table()
	dx, dy := r.To.X-r.From.X, r.To.Y-r.From.Y
	scale := rampSteps / max(dx*dx+dy*dy, 1)
	stepX, stepY := dx*scale, dy*scale
	return func(px []uint8, x, y int) {
		along := (float64(x)+0.5-r.From.X)*stepX + (float64(y)+0.5-r.From.Y)*stepY
		for ; len(px) >= 4; px = px[4:] {
			copy(px, t[int(min(max(along, 0), rampSteps)+0.5)][:])
			along += stepX
		}
	}
}

func (r *Ramp) radialShader() Shader {
	t := r.table()
	scale := rampSteps / r.Radius
	return func(px []uint8, x, y int) {
		dx, dy := float64(x)+0.5-r.From.X, float64(y)+0.5-r.From.Y
		for ; len(px) >= 4; px = px[4:] {
			copy(px, t[int(min(math.Sqrt(dx*dx+dy*dy)*scale, rampSteps)+0.5)][:])
			dx++
		}
	}
}
