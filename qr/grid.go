package qr

// grid is a rectangle of cells that are drawn or not.
type grid struct {
	size int
	on   []bool
}

func newGrid(size int) grid { return grid{size: size, on: make([]bool, size*size)} }

func (g grid) at(row, col int) bool {
	return row >= 0 && col >= 0 && row < g.size && col < g.size && g.on[row*g.size+col]
}

func (g grid) set(row, col int, on bool) { g.on[row*g.size+col] = on }

// neighbours says which of the four cells beside a cell are drawn.
type neighbours struct{ left, right, top, bottom bool }

func (g grid) neighbours(row, col int) neighbours {
	return neighbours{
		left: g.at(row, col-1), right: g.at(row, col+1),
		top: g.at(row-1, col), bottom: g.at(row+1, col),
	}
}

func (n neighbours) count() int {
	k := 0
	for _, on := range [...]bool{n.left, n.right, n.top, n.bottom} {
		if on {
			k++
		}
	}
	return k
}

// finder reports whether a cell belongs to the dark part of one of the three
// finder patterns of a symbol of n modules a side.
func finder(n, row, col int) bool {
	return finderPart(row, col) || finderPart(row-n+7, col) || finderPart(row, col-n+7)
}

func finderPart(row, col int) bool { return ringCell(row, col) || centreCell(row, col) }

func ringCell(row, col int) bool {
	inside := row >= 0 && row < 7 && col >= 0 && col < 7
	return inside && (row == 0 || row == 6 || col == 0 || col == 6)
}

func centreCell(row, col int) bool {
	return row >= 2 && row <= 4 && col >= 2 && col <= 4
}

// maskGrid is a grid of the cells for which member is true.
func maskGrid(size int, member func(row, col int) bool) grid {
	g := newGrid(size)
	for row := range size {
		for col := range size {
			g.set(row, col, member(row, col))
		}
	}
	return g
}
