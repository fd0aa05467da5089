// Package outline describes figures by their borders, in px.
package outline

// Path is the outline of one or more figures. All figures of a code are made of
// straight lines and quarter circles. SVG and px are both drawn from it.
type Path struct {
	Segments []Segment // each figure from MoveTo to Close
}

// Segment is one step of a path.
type Segment struct {
	Op     Op    // kind
	At     Point // where the segment ends
	Corner Point // of a Quarter: where its two tangents meet
}

// Op is the kind of a segment.
type Op uint8

// The kinds of segments.
const (
	MoveTo Op = iota
	LineTo
	Quarter // a quarter circle
	Close
)

func (p *Path) move(at Point) { p.Segments = append(p.Segments, Segment{Op: MoveTo, At: at}) }

func (p *Path) line(at Point) {
	if n := len(p.Segments); n > 0 && p.Segments[n-1].At == at {
		return
	}
	p.Segments = append(p.Segments, Segment{Op: LineTo, At: at})
}

func (p *Path) quarter(corner, at Point) {
	p.Segments = append(p.Segments, Segment{Op: Quarter, At: at, Corner: corner})
}

func (p *Path) close() { p.Segments = append(p.Segments, Segment{Op: Close}) }

// RoundedRect adds a clockwise rectangle with rounded corners. With a radius of
// half the side it is a circle.
func (p *Path) RoundedRect(b Box, radius float64) {
	p.Polygon([]Vertex{
		{Point{b.X, b.Y}, radius}, {Point{b.X + b.W, b.Y}, radius},
		{Point{b.X + b.W, b.Y + b.H}, radius}, {Point{b.X, b.Y + b.H}, radius},
	})
}

// Ring adds a frame of the given width inside the box. The radius is that of
// its outer corners.
func (p *Path) Ring(b Box, width, radius float64) {
	p.RoundedRect(b, radius)
	p.roundedHole(Box{b.X + width, b.Y + width, b.W - 2*width, b.H - 2*width}, max(radius-width, 0))
}

// roundedHole adds a counterclockwise RoundedRect, which cuts a hole into the
// figure around it.
func (p *Path) roundedHole(b Box, radius float64) {
	p.Polygon([]Vertex{
		{Point{b.X, b.Y}, radius}, {Point{b.X, b.Y + b.H}, radius},
		{Point{b.X + b.W, b.Y + b.H}, radius}, {Point{b.X + b.W, b.Y}, radius},
	})
}

// Vertex is a corner of a polygon. If the radius is above 0, a quarter circle
// rounds it.
type Vertex struct {
	At     Point   // of the sharp corner
	Radius float64 // in px
}

// Polygon adds a closed figure of horizontal and vertical edges.
func (p *Path) Polygon(vertices []Vertex) {
	n := len(vertices)
	for i, v := range vertices {
		before, after := vertices[(i+n-1)%n].At, vertices[(i+1)%n].At
		entry, exit := v.At.shift(before, v.Radius), v.At.shift(after, v.Radius)
		if i == 0 {
			p.move(entry)
		} else {
			p.line(entry)
		}
		if v.Radius > 0 {
			p.quarter(v.At, exit)
		}
	}
	p.close()
}
