package draw

import "github.com/linkpack/linkpack-go/qr/internal/symbol"

// neighbours says which of the four cells beside a cell are dark.
type neighbours struct{ left, right, top, bottom bool }

func neighboursOf(g symbol.Grid, row, col int) neighbours {
	return neighbours{
		left: g.At(row, col-1), right: g.At(row, col+1),
		top: g.At(row-1, col), bottom: g.At(row+1, col),
	}
}

func (n neighbours) count() int {
	k := 0
	for _, dark := range [...]bool{n.left, n.right, n.top, n.bottom} {
		if dark {
			k++
		}
	}
	return k
}

// radii are the corner radii of a cell, as shares of its width: top left, top
// right, bottom right, bottom left. Each is the corner where the side of the same
// index begins.
type radii [4]float64

// cornerRadii returns the look of a cell among its neighbours.
func cornerRadii(style DotType, n neighbours) radii {
	switch style {
	case Rounded:
		return roundedRadii(n, 0.5)
	case ExtraRounded:
		return roundedRadii(n, 1)
	case Classy:
		return classyRadii(n, 0.5)
	case ClassyRounded:
		return classyRadii(n, 1)
	}
	return radii{}
}

// roundedRadii rounds single cells, the ends of lines and the outside of bends,
// the latter with the radius bend. Crossings and the middle of lines stay square.
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

// classyRadii rounds the top left corner where a group of cells starts, the bottom
// right corner where it ends, and both corners of a single cell.
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
