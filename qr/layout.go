package qr

import "math"

// layout is where a symbol lies in the picture, by the rules of
// qr-code-styling.
type layout struct {
	width, height int
	modules       int
	symbol        placement
	whole         bool // module sizes and places are whole px
}

// newLayout places a symbol of n modules a side with the given margin. With
// whole px the rest of the division is shared around the code.
func newLayout(d *Design, n int, margin float64) (layout, error) {
	l := layout{width: d.width(), height: d.height(), modules: n, whole: d.Dots.roundSize()}
	space := float64(min(l.width, l.height)) - 2*margin
	if d.Shape == ShapeCircle {
		space /= math.Sqrt2
	}
	dot := l.round(space / float64(n))
	if dot < 1 {
		return layout{}, invalid("margin", "%d×%d px with margin %g leave less than 1 px for each of %d modules a side",
			l.width, l.height, margin, n)
	}
	side := float64(n) * dot
	l.symbol = placement{
		x:   l.round((float64(l.width) - side) / 2),
		y:   l.round((float64(l.height) - side) / 2),
		dot: dot,
	}
	return l, nil
}

func (l layout) round(v float64) float64 {
	if l.whole {
		return math.Floor(v)
	}
	return v
}

// box is a rectangle in px.
type box struct{ x, y, w, h float64 }

func (l layout) canvas() box { return box{0, 0, float64(l.width), float64(l.height)} }

// finderCorner is one of the three finder patterns.
type finderCorner struct {
	place placement // of its 7×7 modules
	turn  float64   // of its gradients, in radians
}

func (l layout) finderCorners() [3]finderCorner {
	far := l.modules - 7
	at := func(row, col int, turn float64) finderCorner {
		p := l.symbol.corner(row, col)
		return finderCorner{placement{p.x, p.y, l.symbol.dot}, turn}
	}
	return [3]finderCorner{at(0, 0, 0), at(0, far, math.Pi/2), at(far, 0, -math.Pi/2)}
}

func (c finderCorner) ring() box {
	return box{c.place.x, c.place.y, 7 * c.place.dot, 7 * c.place.dot}
}

func (c finderCorner) centre() placement {
	at := c.place.corner(2, 2)
	return placement{at.x, at.y, c.place.dot}
}

func (c finderCorner) centreBox() box {
	at := c.centre()
	return box{at.x, at.y, 3 * at.dot, 3 * at.dot}
}
