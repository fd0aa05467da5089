package qr

// radii are the corner radii of a cell in cells: top left, top right, bottom
// right, bottom left; the corner at which the side of that index begins.
type radii [4]float64

// cornerRadii is the look of a cell among its neighbours, by the rules of
// qr-code-styling.
func cornerRadii(style DotType, n neighbours) radii {
	switch style {
	case DotRounded:
		return roundedRadii(n, 0.5)
	case DotExtraRounded:
		return roundedRadii(n, 1)
	case DotClassy:
		return classyRadii(n, 0.5)
	case DotClassyRounded:
		return classyRadii(n, 1)
	}
	return radii{}
}

// roundedRadii rounds the ends of lines and, with the radius bend, the outside
// of bends; crossings and the middle of lines stay square.
func roundedRadii(n neighbours, bend float64) radii {
	count := n.count()
	if count > 2 || n.left && n.right || n.top && n.bottom {
		return radii{}
	}
	radius := 0.5
	if count == 2 {
		radius = bend
	}
	var r radii
	for i, free := range [...]bool{!n.left && !n.top, !n.right && !n.top, !n.right && !n.bottom, !n.left && !n.bottom} {
		if free {
			r[i] = radius
		}
	}
	return r
}

// classyRadii rounds the start (top left) or the end (bottom right) of a group,
// and both of a single cell.
func classyRadii(n neighbours, radius float64) radii {
	switch {
	case n.count() == 0:
		return radii{0.5, 0, 0.5, 0}
	case !n.left && !n.top:
		return radii{radius, 0, 0, 0}
	case !n.right && !n.bottom:
		return radii{0, 0, radius, 0}
	}
	return radii{}
}
