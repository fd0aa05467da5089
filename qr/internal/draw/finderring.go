package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// leaf is a square ring with two round corners. Its measures are in modules.
type leaf struct {
	rim          float64 // width
	outer, inner float64 // radii of the round corners
}

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
		f.addLeaf(p, leaf{rim: 0.77, outer: 2, inner: 1.43})
	case CornerWideLeaf:
		f.addLeaf(p, leaf{rim: 1, outer: 2, inner: 1})
	default:
		addModules(p, symbol.NewGrid(7, symbol.FinderRing), kind.Modules(dots), f.place)
	}
}

// addLeaf adds a leaf. Its corners that point to and away from the middle of the
// code are sharp.
func (f finderPattern) addLeaf(p *outline.Path, l leaf) {
	dot := f.place.Dot
	radii := func(r float64) outline.Radii { return outline.Radii{0, r * dot, 0, r * dot}.Turned(f.quarters) }
	p.Frame(f.ring(), l.rim*dot, radii(l.outer), radii(l.inner))
}
