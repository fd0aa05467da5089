package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// finderPattern is the place of one of the three finder patterns.
type finderPattern struct {
	place    Placement // of its 7×7 modules
	quarters int       // turns of its figures and gradients, clockwise
}

func (l Layout) finderPatterns() [3]finderPattern {
	far := l.Modules - 7
	at := func(row, col, quarters int) finderPattern {
		p := l.Symbol.Corner(row, col)
		return finderPattern{Placement{p.X, p.Y, l.Symbol.Dot}, quarters}
	}
	return [3]finderPattern{at(0, 0, 0), at(0, far, 1), at(far, 0, -1)}
}

// turn returns the quarter turns in radians.
func (f finderPattern) turn() float64 { return float64(f.quarters) * math.Pi / 2 }

func (f finderPattern) ring() outline.Box {
	return outline.Box{X: f.place.X, Y: f.place.Y, W: 7 * f.place.Dot, H: 7 * f.place.Dot}
}

func (f finderPattern) centrePlace() Placement {
	at := f.place.Corner(2, 2)
	return Placement{at.X, at.Y, f.place.Dot}
}

func (f finderPattern) centre() outline.Box {
	at := f.centrePlace()
	return outline.Box{X: at.X, Y: at.Y, W: 3 * at.Dot, H: 3 * at.Dot}
}

// layers draws the pattern. A ring or centre with a paint of its own gets its
// own layer; the rest is added to the dots. A centre without paint takes the
// ring's.
func (f finderPattern) layers(d *Design, dots *outline.Path) []Layer {
	var ring, centre Layer
	ringOut, centreOut := dots, dots
	if d.Ring.Paint != nil {
		ring = Layer{bounds: f.ring(), Paint: d.Ring.Paint.Place(f.ring(), f.turn())}
		ringOut, centreOut = &ring.Outline, &ring.Outline
	}
	if d.Centre.Paint != nil {
		centre = Layer{bounds: f.centre(), Paint: d.Centre.Paint.Place(f.centre(), f.turn())}
		centreOut = &centre.Outline
	}
	f.addRing(ringOut, d.Ring.Type, d.Dots)
	f.addCentre(centreOut, d.Centre.Type, d.Dots)
	return []Layer{ring, centre}
}
