package qr

// outlineRing adds the ring of a finder pattern. Types without a ring of their
// own, and the inherited type of the dots, are drawn module by module.
func outlineRing(p *path, kind CornerType, dots DotType, c finderCorner) {
	b, dot := c.ring(), c.place.dot
	switch kind {
	case CornerSquare:
		p.ring(b, dot, 0)
	case CornerDot:
		p.ring(b, dot, 3.5*dot)
	case CornerExtraRounded:
		p.ring(b, dot, 2.5*dot)
	default:
		maskGrid(7, ringCell).outline(p, moduleType(kind, dots), c.place)
	}
}

// ring adds a frame of the given width whose outside has the given radius.
func (p *path) ring(b box, width, radius float64) {
	p.roundedRect(b.x, b.y, b.w, b.h, radius)
	p.roundedHole(b.x+width, b.y+width, b.w-2*width, b.h-2*width, max(radius-width, 0))
}

// outlineCentre adds the centre of a finder pattern, likewise.
func outlineCentre(p *path, kind CornerType, dots DotType, c finderCorner) {
	b := c.centreBox()
	switch kind {
	case CornerSquare:
		p.roundedRect(b.x, b.y, b.w, b.h, 0)
	case CornerDot:
		p.roundedRect(b.x, b.y, b.w, b.h, b.w/2)
	default:
		full := func(int, int) bool { return true }
		maskGrid(3, full).outline(p, moduleType(kind, dots), c.centre())
	}
}

func moduleType(kind CornerType, dots DotType) DotType {
	if kind == "" {
		return dots
	}
	return DotType(kind)
}
