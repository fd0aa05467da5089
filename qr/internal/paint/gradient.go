package paint

import (
	"image/color"
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// Gradient is a colour ramp that has no place in a picture yet.
type Gradient struct {
	Radial   bool    // else linear
	Rotation float64 // radians, clockwise
	Stops    []Stop  // at least one
}

// Stop is a colour of a gradient.
type Stop struct {
	Offset float64     // 0 to 1
	Color  color.NRGBA // parsed
	CSS    string      // as the design has it
}

// Plain returns a paint of the stop's colour.
func (s *Stop) Plain() *Paint { return &Paint{Color: s.Color} }

// Add appends a stop, whose colour must be valid CSS. As in SVG, an offset below
// the one before it is raised to that.
func (g *Gradient) Add(offset float64, css string) {
	if n := len(g.Stops); n > 0 {
		offset = max(offset, g.Stops[n-1].Offset)
	}
	c, _ := ParseColor(css)
	g.Stops = append(g.Stops, Stop{Offset: offset, Color: c, CSS: css})
}

// Ramp is a gradient with a place in a picture, in px.
type Ramp struct {
	Radial bool // else linear
	// From and To are the ends of a linear ramp. From is the centre of a radial
	// one.
	From, To outline.Point
	Radius   float64 // of a radial ramp
	Stops    []Stop  // at least one
}

// place places a gradient in a box by the rules of qr-code-styling.
func (g *Gradient) place(b outline.Box, turn float64) *Ramp {
	r := &Ramp{Stops: g.Stops}
	centre := outline.Point{X: b.X + b.W/2, Y: b.Y + b.H/2}
	if g.Radial {
		r.Radial, r.From, r.Radius = true, centre, max(b.W, b.H)/2
		return r
	}
	r.From, r.To = rampEnds(b, centre, math.Mod(g.Rotation+turn, 2*math.Pi))
	return r
}

// rampEnds returns the points where the line through the centre at the angle
// meets the box, rounded to whole px.
func rampEnds(b outline.Box, centre outline.Point, angle float64) (from, to outline.Point) {
	positive := math.Mod(angle+2*math.Pi, 2*math.Pi)
	var half outline.Point
	switch quarter := math.Pi / 4; {
	case positive <= quarter || positive > 7*quarter:
		half = outline.Point{X: b.W / 2, Y: b.H / 2 * math.Tan(angle)}
	case positive <= 3*quarter:
		half = outline.Point{X: b.W / 2 / math.Tan(angle), Y: b.H / 2}
	case positive <= 5*quarter:
		half = outline.Point{X: -b.W / 2, Y: -b.H / 2 * math.Tan(angle)}
	default:
		half = outline.Point{X: -b.W / 2 / math.Tan(angle), Y: -b.H / 2}
	}
	return outline.Point{X: halfUp(centre.X - half.X), Y: halfUp(centre.Y - half.Y)},
		outline.Point{X: halfUp(centre.X + half.X), Y: halfUp(centre.Y + half.Y)}
}

func halfUp(v float64) float64 { return math.Floor(v + 0.5) }

// at returns the colour at a share of the ramp, mixed in sRGB. The first and
// the last colour extend beyond the ends.
func (r *Ramp) at(share float64) color.NRGBA {
	stops := r.Stops
	if share <= stops[0].Offset {
		return stops[0].Color
	}
	for i := 1; i < len(stops); i++ {
		if share < stops[i].Offset {
			a, b := stops[i-1], stops[i]
			return Mix(a.Color, b.Color, inSteps((share-a.Offset)/(b.Offset-a.Offset), a.Color, b.Color))
		}
	}
	return stops[len(stops)-1].Color
}

// inSteps rounds a share so that all channels change together, as often as the
// one that changes most. That is as fine as 8 bits allow, and makes far fewer
// colours than if each channel changed by itself.
func inSteps(share float64, a, b color.NRGBA) float64 {
	apart := func(v, w uint8) uint8 { return max(v, w) - min(v, w) }
	steps := float64(max(apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), apart(a.A, b.A), 1))
	return math.Floor(share*steps+0.5) / steps
}

// Mix returns the colour that lies the given share of the way from a to b.
func Mix(a, b color.NRGBA, share float64) color.NRGBA {
	mix := func(from, to uint8) uint8 {
		return uint8(float64(from) + (float64(to)-float64(from))*share + 0.5)
	}
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: mix(a.A, b.A)}
}
