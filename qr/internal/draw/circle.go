package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// surround is the decoration of a round code: modules around the symbol, up to
// a circle, that repeat modules of the symbol.
type surround struct {
	cells symbol.Grid
	place Placement
}

// newSurround leaves a gap of the given number of modules around the symbol.
func newSurround(s symbol.Grid, l Layout, margin float64, gap int) surround {
	n, dot := s.Size, l.Symbol.Dot
	space := float64(min(l.Width, l.Height)) - 2*margin
	added := int((space/dot - float64(n)) / 2)
	size := n + 2*added
	centre := size / 2
	cells := symbol.NewGrid(size, func(row, col int) bool {
		inGap := min(row, col) >= added-gap && max(row, col) <= size-added-1+gap
		if inGap || math.Hypot(float64(row-centre), float64(col-centre)) > float64(centre) {
			return false
		}
		// Rows and columns are swapped, as in qr-code-styling.
		return s.At(mirrored(col, n, added), mirrored(row, n, added))
	})
	return surround{cells, Placement{l.Symbol.X - float64(added)*dot, l.Symbol.Y - float64(added)*dot, dot}}
}

// mirrored returns the row or column of the symbol that a decoration repeats.
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
