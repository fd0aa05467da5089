package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Separate reports whether each module is a figure of its own instead of a part of
// one with its neighbours.
func (t DotType) Separate() bool {
	switch t {
	case Dots, BubblyDots, CircuitChip, Hexagon, Octagon:
		return true
	}
	return false
}

// cornerDistance is how far the corners of a polygon lie from the middle of its
// module, as a share of the width.
const cornerDistance = 0.45

// addSeparate adds the figures of all dark cells to a path.
func addSeparate(p *outline.Path, cells symbol.Grid, style DotType, place Placement) {
	for i, dark := range cells.Dark {
		if !dark {
			continue
		}
		row, col := i/cells.Size, i%cells.Size
		b := place.box(row, col)
		switch style {
		case Hexagon:
			p.Regular(outline.Around{Centre: b.Centre(), Radius: cornerDistance * place.Dot}, 6)
		case Octagon:
			p.Regular(outline.Around{Centre: b.Centre(), Radius: cornerDistance * place.Dot}, 8)
		case BubblyDots:
			addBubble(p, b, neighboursOf(cells, row, col).count())
		case CircuitChip:
			p.Pad(newChip(cells, place, row, col))
		default:
			p.RoundedRect(b, place.Dot/2)
		}
	}
}
