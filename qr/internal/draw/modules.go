package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// side is an edge of a cell. The order is clockwise.
type side int

const (
	top side = iota
	right
	bottom
	left
)

func (s side) next() side     { return (s + 1) % 4 }
func (s side) previous() side { return (s + 3) % 4 }

// ahead returns the offset to the next cell in walking direction. The next side
// faces that way.
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

// outward returns the offset to the cell across the side.
func (s side) outward() (row, col int) { return s.previous().ahead() }

// tracer walks around connected cells, so that touching cells become one
// figure without seams.
type tracer struct {
	cells   symbol.Grid
	style   DotType
	place   Placement
	visited []bool // by cell and side
}

// addModules adds the figures of all dark cells of a grid to a path.
func addModules(p *outline.Path, cells symbol.Grid, style DotType, place Placement) {
	if style.Separate() {
		addSeparate(p, cells, style, place)
		return
	}
	t := tracer{cells: cells, style: style, place: place, visited: make([]bool, 4*len(cells.Dark))}
	var vertices []outline.Vertex
	for i, dark := range cells.Dark {
		for s := top; dark && s <= left; s++ {
			row, col := i/cells.Size, i%cells.Size
			if !t.visited[4*i+int(s)] && t.edge(row, col, s) {
				vertices = t.walk(vertices[:0], row, col, s)
				p.Polygon(vertices)
			}
		}
	}
}

func (t *tracer) edge(row, col int, s side) bool {
	dr, dc := s.outward()
	return !t.cells.At(row+dr, col+dc)
}

// walk follows the border from one edge until it is back there, and collects the
// corners. Cells that touch only at a corner stay apart.
func (t *tracer) walk(vertices []outline.Vertex, row, col int, s side) []outline.Vertex {
	for {
		seen := &t.visited[4*(row*t.cells.Size+col)+int(s)]
		if *seen {
			return vertices
		}
		*seen = true
		dr, dc := s.ahead()
		or, oc := s.outward()
		switch {
		case !t.cells.At(row+dr, col+dc):
			vertices = append(vertices, t.convex(row, col, s))
			s = s.next()
		case t.cells.At(row+dr+or, col+dc+oc):
			vertices = append(vertices, outline.Vertex{At: t.endOf(row, col, s)})
			row, col, s = row+dr+or, col+dc+oc, s.previous()
		default:
			row, col = row+dr, col+dc
		}
	}
}

func (t *tracer) convex(row, col int, s side) outline.Vertex {
	radii := cornerRadii(t.style, neighboursOf(t.cells, row, col))
	return outline.Vertex{At: t.endOf(row, col, s), Radius: radii[s.next()] * t.place.Dot}
}

// endOf returns the corner where the walk along a side ends.
func (t *tracer) endOf(row, col int, s side) outline.Point {
	switch s {
	case top:
		return t.place.Corner(row, col+1)
	case right:
		return t.place.Corner(row+1, col+1)
	case bottom:
		return t.place.Corner(row+1, col)
	}
	return t.place.Corner(row, col)
}
