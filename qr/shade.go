package qr

import (
	"image/color"
	"math"
)

// shader is the premultiplied colour of a paint at the middle of a px.
type shader func(x, y int) color.RGBA

func (p paint) shader() shader {
	switch {
	case p.ramp == nil:
		c := premultiplied(p.color)
		return func(int, int) color.RGBA { return c }
	case p.ramp.radial:
		return p.ramp.radialShader()
	}
	return p.ramp.linearShader()
}

func premultiplied(c color.NRGBA) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }

// rampSteps is the resolution of a ramp: finer than 8 bit colours.
const rampSteps = 2048

func (r *ramp) table() *[rampSteps + 1]color.RGBA {
	var t [rampSteps + 1]color.RGBA
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
	return func(x, y int) color.RGBA {
		along := (float64(x)+0.5-r.from.x)*stepX + (float64(y)+0.5-r.from.y)*stepY
		return t[int(min(max(along, 0), rampSteps)+0.5)]
	}
}

func (r *ramp) radialShader() shader {
	t := r.table()
	scale := rampSteps / r.radius
	return func(x, y int) color.RGBA {
		dx, dy := float64(x)+0.5-r.from.x, float64(y)+0.5-r.from.y
		return t[int(min(math.Sqrt(dx*dx+dy*dy)*scale, rampSteps)+0.5)]
	}
}
