package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// The measures of a chip as shares of its cell.
const (
	chipRadius   = 0.4
	chipBar      = 0.24
	chipWidest   = 0.56 // bar: a little less than √2 of the radius
	chipLeastBar = 1    // px
)

// newChip returns a disc with bars to some of its dark neighbours.
func newChip(cells symbol.Grid, place Placement, row, col int) outline.Pad {
	pad := outline.Pad{
		From: place.Corner(row, col), To: place.Corner(row+1, col+1),
		Radius: chipRadius * place.Dot,
		Bar:    min(max(chipBar*place.Dot, chipLeastBar), chipWidest*place.Dot),
	}
	// Like Linkbreakers, this counts rows and columns from the edge of the picture.
	sum := row + col + int(halfUp(place.X/place.Dot)) + int(halfUp(place.Y/place.Dot))
	n := neighboursOf(cells, row, col)
	pad.Bars = [4]bool{
		n.top && joinsBelow(sum-1), n.right && joinsRight(sum),
		n.bottom && joinsBelow(sum), n.left && joinsRight(sum-1),
	}
	return pad
}

// joinsRight reports whether a bar joins a cell and the next one in its row. The sum
// is that of the cell's row and column.
func joinsRight(sum int) bool { return sum%3 == 1 }

// joinsBelow is joinsRight for the next cell in the column.
func joinsBelow(sum int) bool { return sum%3 == 2 }
