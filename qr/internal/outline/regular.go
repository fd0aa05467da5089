package outline

import (
	"math"
	"slices"
)

// Around is a circle that the corners of a regular figure lie on.
type Around struct {
	Centre Point   // px
	Radius float64 // px
	Turn   float64 // direction of the first corner, in radians clockwise from the right
}

// appendTo appends n corners at equal angles, clockwise.
func (a Around) appendTo(list []Vertex, n int) []Vertex {
	for i := range n {
		sin, cos := math.Sincos(a.Turn + 2*math.Pi*float64(i)/float64(n))
		list = append(list, Vertex{At: Point{a.Centre.X + a.Radius*cos, a.Centre.Y + a.Radius*sin}})
	}
	return list
}

// Regular adds a clockwise polygon of n equal sides.
func (p *Path) Regular(a Around, n int) {
	const usual = 8 // sides of the largest polygon in use, which needs no allocation
	p.Polygon(a.appendTo(make([]Vertex, 0, usual), n))
}

// RegularRing adds a polygon of n equal sides with a hole of the same form. The
// corners of the hole lie on a circle of the radius inner.
func (p *Path) RegularRing(a Around, inner float64, n int) {
	p.Regular(a, n)
	a.Radius = inner
	hole := a.appendTo(nil, n)
	slices.Reverse(hole)
	p.Polygon(hole)
}

// Star adds a clockwise star. The corners between its points lie on a circle of
// the radius inner.
func (p *Path) Star(a Around, inner float64, points int) {
	notches := Around{a.Centre, inner, a.Turn + math.Pi/float64(points)}.appendTo(nil, points)
	var vertices []Vertex
	for i, tip := range a.appendTo(nil, points) {
		vertices = append(vertices, tip, notches[i])
	}
	p.Polygon(vertices)
}
