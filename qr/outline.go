package qr

// placement maps cells to px: cell (0,0) has its top left corner at (x,y), a
// cell is dot px wide.
type placement struct{ x, y, dot float64 }

func (p placement) corner(row, col int) point {
	return point{p.x + float64(col)*p.dot, p.y + float64(row)*p.dot}
}

// side is an edge of a cell; walking the edges in this order is clockwise.
type side int

const (
	top side = iota
	right
	bottom
	left
)

func (s side) next() side     { return (s + 1) % 4 }
func (s side) previous() side { return (s + 3) % 4 }

// ahead is the cell offset in walking direction, which is also the direction
// that the next side faces.
func (s side) ahead() (row, col int) {
	switch s {
	case top:
		return 0, 1
	case right:
		return 1, 0
	case bottom:
		return 0, -1
	}
	return -1, 0
}

// outward is the cell offset across the side.
func (s side) outward() (row, col int) { return s.previous().ahead() }

// tracer walks around connected cells, so that touching cells become one
// figure without seams.
type tracer struct {
	grid    grid
	style   DotType
	place   placement
	visited []bool // by cell and side
}

// outline adds the figures of all drawn cells to the path.
func (g grid) outline(p *path, style DotType, place placement) {
	if style == DotDots {
		g.circles(p, place)
		return
	}
	t := tracer{grid: g, style: style, place: place, visited: make([]bool, 4*len(g.on))}
	var vertices []vertex
	for i, on := range g.on {
		for s := top; on && s <= left; s++ {
			row, col := i/g.size, i%g.size
			if !t.visited[4*i+int(s)] && t.edge(row, col, s) {
				vertices = t.walk(vertices[:0], row, col, s)
				p.polygon(vertices)
			}
		}
	}
}

func (g grid) circles(p *path, place placement) {
	for i, on := range g.on {
		if on {
			at := place.corner(i/g.size, i%g.size)
			p.roundedRect(at.x, at.y, place.dot, place.dot, place.dot/2)
		}
	}
}

func (t *tracer) edge(row, col int, s side) bool {
	dr, dc := s.outward()
	return !t.grid.at(row+dr, col+dc)
}

// walk follows the border from one edge until it is back, collecting the
// corners. Cells that touch only at a corner stay apart.
func (t *tracer) walk(vertices []vertex, row, col int, s side) []vertex {
	for {
		seen := &t.visited[4*(row*t.grid.size+col)+int(s)]
		if *seen {
			return vertices
		}
		*seen = true
		dr, dc := s.ahead()
		or, oc := s.outward()
		switch {
		case !t.grid.at(row+dr, col+dc):
			vertices = append(vertices, t.convex(row, col, s))
			s = s.next()
		case t.grid.at(row+dr+or, col+dc+oc):
			vertices = append(vertices, vertex{at: t.endOf(row, col, s)})
			row, col, s = row+dr+or, col+dc+oc, s.previous()
		default:
			row, col = row+dr, col+dc
		}
	}
}

func (t *tracer) convex(row, col int, s side) vertex {
	radii := cornerRadii(t.style, t.grid.neighbours(row, col))
	return vertex{at: t.endOf(row, col, s), radius: radii[s.next()] * t.place.dot}
}

// endOf is the corner where the walk along a side ends.
func (t *tracer) endOf(row, col int, s side) point {
	switch s {
	case top:
		return t.place.corner(row, col+1)
	case right:
		return t.place.corner(row+1, col+1)
	case bottom:
		return t.place.corner(row+1, col)
	}
	return t.place.corner(row, col)
}
