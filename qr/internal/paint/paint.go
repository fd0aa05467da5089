package paint

import (
	"image/color"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// Paint is one colour or a gradient.
type Paint struct {
	Color    color.NRGBA // without a gradient
	Gradient *Gradient   // nil for one colour
}

// Plain returns a paint of one colour, which must be valid CSS.
func Plain(css string) Paint {
	c, _ := ParseColor(css)
	return Paint{Color: c}
}

// Placed is a paint with a place in a picture.
type Placed struct {
	Color color.NRGBA // without a ramp
	Ramp  *Ramp       // nil for one colour
}

// Place places a paint in a box and turns its gradient by an angle in radians.
func (p Paint) Place(b outline.Box, turn float64) Placed {
	if p.Gradient == nil {
		return Placed{Color: p.Color}
	}
	return Placed{Ramp: p.Gradient.place(b, turn)}
}

// Invisible reports whether the paint shows nothing.
func (p Placed) Invisible() bool { return p.Ramp == nil && p.Color.A == 0 }

// Opaque reports whether nothing shows through the paint.
func (p Placed) Opaque() bool {
	if p.Ramp == nil {
		return p.Color.A == 255
	}
	for _, s := range p.Ramp.Stops {
		if s.Color.A != 255 {
			return false
		}
	}
	return true
}
