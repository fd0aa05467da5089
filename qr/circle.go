package qr

import "math"

// surround is the decoration of a round code: modules around the symbol, up to
// a circle, that repeat modules of the symbol.
type surround struct {
	grid  grid
	place placement
}

// newSurround leaves a gap of the given number of modules around the symbol;
// qr-code-styling's is 1.
func newSurround(s *symbol, l layout, margin float64, gap int) surround {
	n, dot := s.grid.size, l.symbol.dot
	space := float64(min(l.width, l.height)) - 2*margin
	added := int((space/dot - float64(n)) / 2)
	size := n + 2*added
	centre := size / 2
	cells := maskGrid(size, func(row, col int) bool {
		inGap := min(row, col) >= added-gap && max(row, col) <= size-added-1+gap
		if inGap || math.Hypot(float64(row-centre), float64(col-centre)) > float64(centre) {
			return false
		}
		// Transposed, as in qr-code-styling.
		return s.grid.at(mirrored(col, n, added), mirrored(row, n, added))
	})
	return surround{cells, placement{l.symbol.x - float64(added)*dot, l.symbol.y - float64(added)*dot, dot}}
}

// mirrored is the row or column of the symbol that a decoration repeats.
func mirrored(i, n, added int) int {
	switch {
	case i < 2*added:
	case i >= n:
		i -= 2 * added
	default:
		i -= added
	}
	return i % n
}
