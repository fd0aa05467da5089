package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// starNotch is how far the inner corners of a star lie from its middle, as a share
// of the outer ones.
const starNotch = 0.45

// addCentre adds the centre to a path.
func (f finderPattern) addCentre(p *outline.Path, kind CornerType, dots DotType) {
	b := f.centre()
	radius := b.W / 2
	around := outline.Around{Centre: b.Centre(), Radius: radius, Turn: f.turn()}
	switch kind {
	case CornerSquare:
		p.RoundedRect(b, 0)
	case CornerDot:
		p.RoundedRect(b, radius)
	case CornerHexagon:
		p.Regular(around, 6)
	case CornerOctagon:
		p.Regular(around, 8)
	case CornerTeardrop: // its sharp corner points away from the middle of the code
		p.Rect(b, outline.Radii{0, radius, radius, radius}.Turned(f.quarters))
	case CornerStar:
		around.Turn = -math.Pi / 2 // upright in each of the three patterns
		p.Star(around, starNotch*radius, 5)
	default:
		full := func(int, int) bool { return true }
		addModules(p, symbol.NewGrid(3, full), kind.Modules(dots), f.centrePlace())
	}
}
