package qr

import (
	"fmt"
	"slices"
)

// solidCentres are the types of a finder centre that four decoders read with
// the ring and the dots of the design, the one to change to first. Decoders
// follow the outline of ring and centre and expect the same figure, round or
// square; a centre of dots is none.
func (d *Design) solidCentres() []CornerType {
	switch d.CornersSquare.Type {
	case CornerDot:
		return []CornerType{CornerDot}
	case CornerExtraRounded:
		return []CornerType{CornerType(DotExtraRounded), CornerDot, CornerType(DotRounded)}
	}
	angular := []CornerType{CornerSquare}
	if moduleType(d.CornersSquare.Type, d.Dots.Type) == DotDots {
		return angular
	}
	angular = append(angular, CornerType(DotRounded), CornerType(DotClassy))
	if d.Dots.Type != DotDots {
		angular = append(angular, CornerType(DotExtraRounded), CornerType(DotClassyRounded))
	}
	return angular
}

// ring is the type of the finder rings, inherited or not.
func (d *Design) ring() CornerType {
	switch {
	case d.CornersSquare.Type != "":
		return d.CornersSquare.Type
	case d.Dots.Type != "":
		return CornerType(d.Dots.Type)
	}
	return CornerSquare
}

// centre is the type of the finder centres, inherited or not.
func (d *Design) centre() CornerType {
	kind := d.CornersDot.Type
	if kind == "" {
		kind = CornerType(d.Dots.Type)
	}
	if kind == "" {
		kind = CornerSquare
	}
	return kind
}

// minRoundRing is the size of a module in px below which scanners that find a
// code by its edges lose those of an extra-rounded ring: of 80 codes each, zbar
// misses one at 4 and at 5 px and none from 6 px on.
const minRoundRing = 6

// solidRing is the type of ring that scanners find with modules of the given
// size in px, and why not the design's own; "" if its own will do. A ring of
// dots breaks up, and a circle has no edges to aim by.
func (d *Design) solidRing(module float64) (kind CornerType, reason string) {
	kind = CornerExtraRounded
	if module < minRoundRing {
		kind = CornerType(DotRounded)
	}
	switch {
	case moduleType(d.CornersSquare.Type, d.Dots.Type) == DotDots:
		return kind, "some scanners miss finder patterns with rings made of dots"
	case d.CornersSquare.Type == CornerDot:
		return kind, "some scanners miss finder patterns with round rings"
	case d.CornersSquare.Type == CornerExtraRounded && kind != CornerExtraRounded:
		return kind, fmt.Sprintf("some scanners miss extra-rounded rings in modules of %.1f px; they need %d", module, minRoundRing)
	}
	return d.CornersSquare.Type, ""
}

func (d drawing) checkRing() (Warning, bool) {
	_, reason := d.design.solidRing(d.layout.symbol.dot)
	return Warning{CheckFinder, "cornersSquareOptions.type", reason}, reason != ""
}

func (d drawing) checkFinder() (Warning, bool) {
	kind := d.design.centre()
	solid := d.design.solidCentres()
	reason := fmt.Sprintf("scanners miss finder patterns with this ring and a centre of type %s; %s is read", kind, solid[0])
	return Warning{CheckFinder, "cornersDotOptions.type", reason}, !slices.Contains(solid, kind)
}

// tonalStep is the difference in brightness, of 255, at which scanners that
// judge each spot by its surroundings see an edge inside a solid area.
const tonalStep = 24

// flatCentre is the darkest colour of a gradient of the finder centres that
// scanners may take for a pattern; "" if it is even enough.
func (d *Design) flatCentre() string {
	if d.CornersDot.Gradient == nil {
		return ""
	}
	darkest := d.CornersDot.Gradient.Stops[0].Color
	low, high := 255.0, 0.0
	for _, s := range d.CornersDot.Gradient.Stops {
		c, _ := parseColor(s.Color)
		brightness := 0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)
		if brightness < low {
			low, darkest = brightness, s.Color
		}
		high = max(high, brightness)
	}
	if high-low < tonalStep {
		return ""
	}
	return darkest
}

func (d drawing) checkTone() (Warning, bool) {
	const reason = "scanners see edges in a gradient across the finder centres"
	return Warning{CheckFinder, "cornersDotOptions.gradient", reason}, d.design.flatCentre() != ""
}

// weakAlignment reports whether scanners lose the alignment patterns: made of
// dots, or rounded when an image hides other parts of the code. Version 1 has
// none.
func (d *Design) weakAlignment(withImage bool) bool {
	return d.Dots.Type == DotDots || withImage && d.Dots.Type != "" && d.Dots.Type != DotSquare
}

func (d drawing) checkAlignment() (Warning, bool) {
	const reason = "some scanners miss alignment patterns that are not solid squares"
	weak := d.symbol.version > 1 && !d.solid && d.design.weakAlignment(d.image != nil)
	return Warning{CheckAlignment, "dotsOptions.type", reason}, weak
}
