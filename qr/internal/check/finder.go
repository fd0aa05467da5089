package check

import (
	"fmt"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// broken reports whether a ring or a centre is made of modules that do not touch.
func broken(kind draw.CornerType, dots draw.DotType) bool {
	switch kind {
	case draw.CornerHexagon, draw.CornerOctagon: // one figure
		return false
	}
	return kind.Modules(dots).Separate()
}

// RingType returns the type of the finder rings, inherited or not.
func RingType(d *draw.Design) draw.CornerType {
	return draw.CornerType(d.Ring.Type.Modules(d.Dots))
}

// minRoundRing is the least size of a module, in px, with extra-rounded rings.
// Below it, scanners that find a code by its edges lose those of the ring: of 80
// codes each, zbar misses one at 4 and at 5 px, and none from 6 px on.
const minRoundRing = 6

// SolidRing returns the type of ring that scanners find with modules of the
// given size in px, and why it is not the design's own; "" if it is. A ring of
// dots breaks up, and scanners find no straight edges in a circle or an octagon.
func SolidRing(d *draw.Design, module float64) (kind draw.CornerType, reason string) {
	kind = draw.CornerExtraRounded
	if module < minRoundRing {
		kind = draw.CornerType(draw.Rounded)
	}
	switch {
	case broken(d.Ring.Type, d.Dots):
		return kind, "some scanners miss finder patterns with rings made of dots"
	case d.Ring.Type == draw.CornerDot:
		return kind, "some scanners miss finder patterns with round rings"
	case d.Ring.Type == draw.CornerHexagon || d.Ring.Type == draw.CornerOctagon:
		return kind, fmt.Sprintf("some scanners miss finder patterns with %s rings", d.Ring.Type)
	case d.Ring.Type == draw.CornerLeaf: // zxing-cpp misses 5 % of codes with them
		return draw.CornerWideLeaf, "some scanners miss finder patterns with the thin rim of a leaf"
	case d.Ring.Type == draw.CornerExtraRounded && kind != draw.CornerExtraRounded:
		return kind, fmt.Sprintf("some scanners miss extra-rounded rings in modules of %.1f px; they need %d", module, minRoundRing)
	}
	return d.Ring.Type, ""
}

func checkRing(d draw.Drawing) (Warning, bool) {
	_, reason := SolidRing(d.Design, d.Layout.Symbol.Dot)
	return Warning{Finder, "cornersSquareOptions.type", reason}, reason != ""
}
