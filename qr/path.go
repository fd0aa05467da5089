package qr

// path is an outline in px. All figures of a code are made of straight lines
// and quarter circles; SVG and raster output read the same path.
type path struct {
	segments []segment
}

type segment struct {
	op     op
	at     point // where the segment ends
	corner point // of a quarter: where its two tangents meet
}

type op uint8

const (
	moveTo op = iota
	lineTo
	quarter
	closePath
)

type point struct{ x, y float64 }

func (p point) towards(q point, share float64) point {
	return point{p.x + (q.x-p.x)*share, p.y + (q.y-p.y)*share}
}

func (p *path) move(at point) { p.segments = append(p.segments, segment{op: moveTo, at: at}) }

func (p *path) line(at point) {
	if n := len(p.segments); n > 0 && p.segments[n-1].at == at {
		return
	}
	p.segments = append(p.segments, segment{op: lineTo, at: at})
}

func (p *path) quarter(corner, at point) {
	p.segments = append(p.segments, segment{op: quarter, at: at, corner: corner})
}

func (p *path) close() { p.segments = append(p.segments, segment{op: closePath}) }

// roundedRect adds a clockwise rectangle with rounded corners; with a radius
// of half the side it is a circle.
func (p *path) roundedRect(x, y, w, h, radius float64) {
	p.polygon([]vertex{
		{point{x, y}, radius}, {point{x + w, y}, radius},
		{point{x + w, y + h}, radius}, {point{x, y + h}, radius},
	})
}

// roundedHole is roundedRect counterclockwise: it cuts a hole into what lies
// around it.
func (p *path) roundedHole(x, y, w, h, radius float64) {
	p.polygon([]vertex{
		{point{x, y}, radius}, {point{x, y + h}, radius},
		{point{x + w, y + h}, radius}, {point{x + w, y}, radius},
	})
}

// vertex is a corner of a polygon, cut off by a quarter circle if radius > 0.
type vertex struct {
	at     point
	radius float64
}

// polygon adds a closed figure of horizontal and vertical edges.
func (p *path) polygon(vertices []vertex) {
	n := len(vertices)
	for i, v := range vertices {
		before, after := vertices[(i+n-1)%n].at, vertices[(i+1)%n].at
		entry, exit := v.at.shift(before, v.radius), v.at.shift(after, v.radius)
		if i == 0 {
			p.move(entry)
		} else {
			p.line(entry)
		}
		if v.radius > 0 {
			p.quarter(v.at, exit)
		}
	}
	p.close()
}

// shift moves p by length along an axis towards q.
func (p point) shift(q point, length float64) point {
	switch {
	case q.x > p.x:
		return point{p.x + length, p.y}
	case q.x < p.x:
		return point{p.x - length, p.y}
	case q.y > p.y:
		return point{p.x, p.y + length}
	}
	return point{p.x, p.y - length}
}
