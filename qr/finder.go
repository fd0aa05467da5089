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

func (d drawing) checkFinder() (Warning, bool) {
	kind := d.design.centre()
	solid := d.design.solidCentres()
	reason := fmt.Sprintf("scanners miss finder patterns with this ring and a centre of type %s; %s is read", kind, solid[0])
	return Warning{CheckFinder, "cornersDotOptions.type", reason}, !slices.Contains(solid, kind)
}

// checkAlignment: version 1 has no alignment pattern.
func (d drawing) checkAlignment() (Warning, bool) {
	dotted := d.design.Dots.Type == DotDots && d.symbol.version > 1 && !d.solid
	return Warning{CheckAlignment, "dotsOptions.type", "some scanners miss alignment patterns made of dots"}, dotted
}
