// Package outline describes figures by their borders, in px.
package outline

// Path is the outline of one or more figures. All figures of a code are made of
// straight lines and arcs. SVG and px are both drawn from it.
type Path struct {
	Segments []Segment // each figure from MoveTo to Close
}

// Segment is one step of a path.
type Segment struct {
	Op     Op    // kind
	At     Point // where the segment ends
	Corner Point // of a Quarter or an Arc: where its two tangents meet
}

// Op is the kind of a segment.
type Op uint8

// The kinds of segments.
const (
	MoveTo Op = iota
	LineTo
	Quarter // a quarter circle
	Arc     // an arc of less than half a circle
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

func (p *Path) arc(corner, at Point) {
	p.Segments = append(p.Segments, Segment{Op: Arc, At: at, Corner: corner})
}

func (p *Path) close() { p.Segments = append(p.Segments, Segment{Op: Close}) }

// Vertex is a corner of a polygon. If the radius is above 0, a quarter circle
// rounds it, and its edges must be horizontal and vertical.
type Vertex struct {
	At     Point   // of the sharp corner
	Radius float64 // in px
}

// Polygon adds a closed figure.
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
