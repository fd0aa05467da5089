package outline

import "math"

// Pad is a disc in the middle of a box, with bars to some sides of the box, like
// the end of a wire on a circuit board.
type Pad struct {
	From, To Point   // top left and bottom right corner of the box
	Radius   float64 // of the disc in px
	Bar      float64 // width of the bars in px, below √2 of the radius
	Bars     [4]bool // to the top, right, bottom and left
}

// Pad adds a clockwise pad. Its bars end exactly on the sides of the box, so that
// those of two boxes side by side are one bar.
func (p *Path) Pad(pad Pad) {
	centre := pad.From.Towards(pad.To, 0.5)
	var first, pen Point
	out := Point{Y: -1}
	for i, bar := range pad.Bars {
		entry, exit := pad.rim(centre, out, bar)
		if i == 0 {
			first = entry
			p.move(entry)
		} else {
			p.arc(tangentsMeet(centre, pen, entry), entry)
		}
		if bar {
			p.line(pad.onSide(out, entry))
			p.line(pad.onSide(out, exit))
			p.line(exit)
		}
		pen, out = exit, Point{-out.Y, out.X}
	}
	p.arc(tangentsMeet(centre, pen, first), first)
	p.close()
}

// rim returns where the outline leaves the disc in the direction out, and where it
// comes back: at one point, unless there is a bar.
func (pad *Pad) rim(centre, out Point, bar bool) (entry, exit Point) {
	half := 0.0
	if bar {
		half = pad.Bar / 2
	}
	far := math.Sqrt(pad.Radius*pad.Radius - half*half)
	at := Point{centre.X + out.X*far, centre.Y + out.Y*far}
	return Point{at.X + out.Y*half, at.Y - out.X*half}, Point{at.X - out.Y*half, at.Y + out.X*half}
}

// onSide moves a point to the side of the box that lies in the direction out.
func (pad *Pad) onSide(out, p Point) Point {
	switch {
	case out.X < 0:
		p.X = pad.From.X
	case out.X > 0:
		p.X = pad.To.X
	case out.Y < 0:
		p.Y = pad.From.Y
	default:
		p.Y = pad.To.Y
	}
	return p
}
