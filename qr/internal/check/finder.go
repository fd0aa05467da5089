package check

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// SolidCentres returns the types of finder centres that four decoders read with
// the ring and the dots of a design, the preferred one first. Decoders follow the
// outlines of ring and centre and expect the same figure, round or square. A
// centre of dots has no such outline.
func SolidCentres(d *draw.Design) []draw.CornerType {
	switch d.Ring.Type {
	case draw.CornerDot:
		return []draw.CornerType{draw.CornerDot}
	case draw.CornerExtraRounded:
		return []draw.CornerType{draw.CornerExtraRounded, draw.CornerDot, draw.CornerType(draw.Rounded)}
	}
	angular := []draw.CornerType{draw.CornerSquare}
	if broken(d.Ring.Type, d.Dots) {
		return angular
	}
	angular = append(angular, draw.CornerType(draw.Rounded), draw.CornerType(draw.Classy))
	if !d.Dots.Separate() {
		angular = append(angular, draw.CornerType(draw.ExtraRounded), draw.CornerType(draw.ClassyRounded))
	}
	return angular
}

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

// CentreType returns the type of the finder centres, inherited or not.
func CentreType(d *draw.Design) draw.CornerType {
	return draw.CornerType(d.Centre.Type.Modules(d.Dots))
}

// minRoundRing is the least size of a module, in px, with extra-rounded rings.
// Below it, scanners that find a code by its edges lose those of the ring: of 80
// codes each, zbar misses one at 4 and at 5 px, and none from 6 px on.
const minRoundRing = 6

// SolidRing returns the type of ring that scanners find with modules of the
// given size in px, and why it is not the design's own; "" if it is. A ring of
// dots breaks up, and scanners find no edges in a circle.
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
	case d.Ring.Type == draw.CornerExtraRounded && kind != draw.CornerExtraRounded:
		return kind, fmt.Sprintf("some scanners miss extra-rounded rings in modules of %.1f px; they need %d", module, minRoundRing)
	}
	return d.Ring.Type, ""
}

func checkRing(d draw.Drawing) (Warning, bool) {
	_, reason := SolidRing(d.Design, d.Layout.Symbol.Dot)
	return Warning{Finder, "cornersSquareOptions.type", reason}, reason != ""
}

func checkCentre(d draw.Drawing) (Warning, bool) {
	kind, solid := CentreType(d.Design), SolidCentres(d.Design)
	reason := fmt.Sprintf("scanners miss finder patterns with this ring and a centre of type %s; %s is read", kind, solid[0])
	return Warning{Finder, "cornersDotOptions.type", reason}, !slices.Contains(solid, kind)
}
