package qr

import "math"

// quietZone is the least space around the symbol in modules: to the edge of the
// picture, or to the decoration of a circle.
func (d drawing) quietZone() float64 {
	l := d.layout
	side := float64(l.modules) * l.symbol.dot
	space := min(l.symbol.x, l.symbol.y, float64(l.width)-side-l.symbol.x, float64(l.height)-side-l.symbol.y)
	if d.design.Shape == ShapeCircle {
		space = min(space, float64(d.gap)*l.symbol.dot)
	}
	return space / l.symbol.dot
}

// groundHolds reports whether the background lies under the symbol and the
// given number of modules around it, although its corners are rounded.
func (d drawing) groundHolds(modules float64) bool {
	round := d.design.Background.Round
	if round == 0 {
		return true
	}
	l := d.layout
	side := float64(min(l.width, l.height))
	inset := (side-float64(l.modules)*l.symbol.dot)/2 - modules*l.symbol.dot
	radius := side / 2 * round
	// The corner of the quiet zone against the arc of the background's corner;
	// one px for what rounding moved.
	return inset >= radius || math.Sqrt2*(radius-inset) <= radius+1
}
