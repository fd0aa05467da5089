package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// finderPattern is the place of one of the three finder patterns.
type finderPattern struct {
	place Placement // of its 7×7 modules
	turn  float64   // of its gradients, in radians
}

func (l Layout) finderPatterns() [3]finderPattern {
	far := l.Modules - 7
	at := func(row, col int, turn float64) finderPattern {
		p := l.Symbol.Corner(row, col)
		return finderPattern{Placement{p.X, p.Y, l.Symbol.Dot}, turn}
	}
	return [3]finderPattern{at(0, 0, 0), at(0, far, math.Pi/2), at(far, 0, -math.Pi/2)}
}

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
		ring = Layer{bounds: f.ring(), Paint: d.Ring.Paint.Place(f.ring(), f.turn)}
		ringOut, centreOut = &ring.Outline, &ring.Outline
	}
	if d.Centre.Paint != nil {
		centre = Layer{bounds: f.centre(), Paint: d.Centre.Paint.Place(f.centre(), f.turn)}
		centreOut = &centre.Outline
	}
	f.addRing(ringOut, d.Ring.Type, d.Dots)
	f.addCentre(centreOut, d.Centre.Type, d.Dots)
	return []Layer{ring, centre}
}

// addRing adds the ring to a path.
func (f finderPattern) addRing(p *outline.Path, kind CornerType, dots DotType) {
	b, dot := f.ring(), f.place.Dot
	switch kind {
	case CornerSquare:
		p.Ring(b, dot, 0)
	case CornerDot:
		p.Ring(b, dot, 3.5*dot)
	case CornerExtraRounded:
		p.Ring(b, dot, 2.5*dot)
	default:
		addModules(p, symbol.NewGrid(7, symbol.FinderRing), kind.Modules(dots), f.place)
	}
}

// addCentre adds the centre to a path.
func (f finderPattern) addCentre(p *outline.Path, kind CornerType, dots DotType) {
	b := f.centre()
	switch kind {
	case CornerSquare:
		p.RoundedRect(b, 0)
	case CornerDot:
		p.RoundedRect(b, b.W/2)
	default:
		full := func(int, int) bool { return true }
		addModules(p, symbol.NewGrid(3, full), kind.Modules(dots), f.centrePlace())
	}
}
