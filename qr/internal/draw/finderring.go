package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// The measures of a leaf in modules: the width of its rim, and the radii of its
// round corners outside and inside.
const (
	leafRim   = 0.77
	leafOuter = 2
	leafInner = 1.43
)

// addRing adds the ring to a path.
func (f finderPattern) addRing(p *outline.Path, kind CornerType, dots DotType) {
	b, dot := f.ring(), f.place.Dot
	around := outline.Around{Centre: b.Centre(), Radius: 3.5 * dot, Turn: f.turn()}
	switch kind {
	case CornerSquare:
		p.Ring(b, dot, 0)
	case CornerDot:
		p.Ring(b, dot, 3.5*dot)
	case CornerExtraRounded:
		p.Ring(b, dot, 2.5*dot)
	case CornerHexagon:
		p.RegularRing(around, 2.5*dot, 6)
	case CornerOctagon:
		p.RegularRing(around, 2.5*dot, 8)
	case CornerLeaf:
		p.Frame(b, leafRim*dot, f.leaf(leafOuter), f.leaf(leafInner))
	default:
		addModules(p, symbol.NewGrid(7, symbol.FinderRing), kind.Modules(dots), f.place)
	}
}

// leaf returns the radii of a leaf's corners: those that point to and away from the
// middle of the code are sharp. The radius is in modules.
func (f finderPattern) leaf(radius float64) outline.Radii {
	r := radius * f.place.Dot
	return outline.Radii{0, r, 0, r}.Turned(f.quarters)
}
