package symbol

// Grid is a square of cells that are dark or not.
type Grid struct {
	Size int    // cells per side
	Dark []bool // by row
}

// NewGrid returns a grid of the cells for which dark is true.
func NewGrid(size int, dark func(row, col int) bool) Grid {
	g := Grid{Size: size, Dark: make([]bool, size*size)}
	for row := range size {
		for col := range size {
			g.Dark[row*size+col] = dark(row, col)
		}
	}
	return g
}

// At reports whether a cell is dark. Cells outside the grid are not.
func (g Grid) At(row, col int) bool {
	return row >= 0 && col >= 0 && row < g.Size && col < g.Size && g.Dark[row*g.Size+col]
}
