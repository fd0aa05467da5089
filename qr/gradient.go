package qr

import (
	"image/color"
	"math"
)

// ramp is a gradient placed in px.
type ramp struct {
	radial bool
	// from and to are the ends of a linear ramp; from is the centre of a
	// radial one.
	from, to point
	radius   float64
	stops    []rampStop
}

type rampStop struct {
	offset float64
	color  color.NRGBA
}

// newRamp places a gradient in a box, turned with its corner, by the rules of
// qr-code-styling.
func newRamp(g *Gradient, b box, turn float64) *ramp {
	r := &ramp{stops: rampStops(g.Stops)}
	centre := point{b.x + b.w/2, b.y + b.h/2}
	if g.Type == GradientRadial {
		r.radial, r.from, r.radius = true, centre, max(b.w, b.h)/2
		return r
	}
	r.from, r.to = rampEnds(b, centre, math.Mod(g.Rotation+turn, 2*math.Pi))
	return r
}

// rampStops parses valid stops; as in SVG, an offset below the one before it is
// raised to that.
func rampStops(stops []Stop) []rampStop {
	list := make([]rampStop, len(stops))
	reached := 0.0
	for i, s := range stops {
		reached = max(reached, s.Offset)
		c, _ := parseColor(s.Color)
		list[i] = rampStop{reached, c}
	}
	return list
}

// rampEnds are the points where the line through the centre at the angle meets
// the box, rounded to whole px.
func rampEnds(b box, centre point, angle float64) (from, to point) {
	positive := math.Mod(angle+2*math.Pi, 2*math.Pi)
	var half point
	switch quarter := math.Pi / 4; {
	case positive <= quarter || positive > 7*quarter:
		half = point{b.w / 2, b.h / 2 * math.Tan(angle)}
	case positive <= 3*quarter:
		half = point{b.w / 2 / math.Tan(angle), b.h / 2}
	case positive <= 5*quarter:
		half = point{-b.w / 2, -b.h / 2 * math.Tan(angle)}
	default:
		half = point{-b.w / 2 / math.Tan(angle), -b.h / 2}
	}
	return point{halfUp(centre.x - half.x), halfUp(centre.y - half.y)},
		point{halfUp(centre.x + half.x), halfUp(centre.y + half.y)}
}

func halfUp(v float64) float64 { return math.Floor(v + 0.5) }

// at is the colour at a share of the ramp, mixed in sRGB; the ends extend.
func (r *ramp) at(share float64) color.NRGBA {
	stops := r.stops
	if share <= stops[0].offset {
		return stops[0].color
	}
	for i := 1; i < len(stops); i++ {
		if share < stops[i].offset {
			a, b := stops[i-1], stops[i]
			return mixColors(a.color, b.color, inSteps((share-a.offset)/(b.offset-a.offset), a.color, b.color))
		}
	}
	return stops[len(stops)-1].color
}

// inSteps rounds a share so that all channels change together, as often as the
// one that changes most. That is as fine as 8 bits allow and makes far fewer
// colours than if each channel changed by itself.
func inSteps(share float64, a, b color.NRGBA) float64 {
	apart := func(v, w uint8) uint8 { return max(v, w) - min(v, w) }
	steps := float64(max(apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), apart(a.A, b.A), 1))
	return math.Floor(share*steps+0.5) / steps
}

func mixColors(a, b color.NRGBA, share float64) color.NRGBA {
	mix := func(from, to uint8) uint8 {
		return uint8(float64(from) + (float64(to)-float64(from))*share + 0.5)
	}
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: mix(a.A, b.A)}
}
