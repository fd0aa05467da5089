package outline

// Radii are those of a rectangle's corners in px: top left, top right, bottom
// right, bottom left.
type Radii [4]float64

// Even returns the same radius for all corners.
func Even(radius float64) Radii { return Radii{radius, radius, radius, radius} }

// Turned returns the radii after quarter turns clockwise.
func (r Radii) Turned(quarters int) Radii {
	var t Radii
	for i := range r {
		t[(i+quarters+4)%4] = r[i]
	}
	return t
}

// RoundedRect adds a clockwise rectangle with rounded corners. With a radius of
// half the side it is a circle.
func (p *Path) RoundedRect(b Box, radius float64) { p.Rect(b, Even(radius)) }

// Rect adds a clockwise rectangle whose corners have different radii.
func (p *Path) Rect(b Box, r Radii) {
	p.Polygon([]Vertex{
		{Point{b.X, b.Y}, r[0]}, {Point{b.X + b.W, b.Y}, r[1]},
		{Point{b.X + b.W, b.Y + b.H}, r[2]}, {Point{b.X, b.Y + b.H}, r[3]},
	})
}

// Ring adds a frame of the given width inside the box. The radius is that of
// its outer corners.
func (p *Path) Ring(b Box, width, radius float64) {
	p.Frame(b, width, Even(radius), Even(max(radius-width, 0)))
}

// Frame adds a frame of the given width inside the box, with the radii of its
// outer and inner corners.
func (p *Path) Frame(b Box, width float64, outer, inner Radii) {
	p.Rect(b, outer)
	p.rectHole(Box{b.X + width, b.Y + width, b.W - 2*width, b.H - 2*width}, inner)
}

// rectHole adds a counterclockwise Rect, which cuts a hole into the figure around
// it.
func (p *Path) rectHole(b Box, r Radii) {
	p.Polygon([]Vertex{
		{Point{b.X, b.Y}, r[0]}, {Point{b.X, b.Y + b.H}, r[3]},
		{Point{b.X + b.W, b.Y + b.H}, r[2]}, {Point{b.X + b.W, b.Y}, r[1]},
	})
}
