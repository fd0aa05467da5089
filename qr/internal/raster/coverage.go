package raster

import (
	"image"
	"math"
	"math/bits"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// sampler counts, for each px of an area, how many of its sample points lie
// inside an outline. A px has 4×4 samples, or one in its middle without
// smoothing. So few levels keep the number of colours in a picture low.
//
// It counts the crossings of edges and rows of samples. Outlines run clockwise
// around what is inside: an edge that runs up adds the samples to its right, in
// its px and all further ones, and an edge that runs down takes them away.
// Outlines do not overlap, so no sample counts twice.
type sampler struct {
	width, height int
	perPx         int           // samples per px along each axis
	origin        outline.Point // of the area
	changes       []int8        // of the count from px to px, by row
}

func newSampler(p *outline.Path, area image.Rectangle, smooth bool) *sampler {
	s := &sampler{width: area.Dx(), height: area.Dy(), perPx: 1}
	if smooth {
		s.perPx = 4
	}
	s.origin = outline.Point{X: float64(area.Min.X), Y: float64(area.Min.Y)}
	s.changes = make([]int8, s.stride()*s.height)
	var start, pen outline.Point
	for _, seg := range p.Segments {
		switch seg.Op {
		case outline.MoveTo:
			start = seg.At
		case outline.Close:
			s.edge(pen, start)
		case outline.LineTo:
			s.edge(pen, seg.At)
		case outline.Quarter, outline.Arc:
			s.curve(pen, seg)
		}
		pen = seg.At
	}
	return s
}

// stride is the length of a row of changes, which may lie behind the last px.
func (s *sampler) stride() int { return s.width + 2 }

// row writes the coverage of a row of px, 0 to 255.
func (s *sampler) row(y int, cover []uint8) {
	var levels [17]uint8
	full := s.perPx * s.perPx
	for i := range full + 1 {
		levels[i] = uint8(i * 255 / full)
	}
	inside := 0
	for x, change := range s.changes[y*s.stride():][:len(cover)] {
		inside += int(change)
		cover[x] = levels[inside]
	}
}

// curve counts an arc as chords. There are just enough of them that they stay
// within an eighth of a sample of the curve.
func (s *sampler) curve(pen outline.Point, seg outline.Segment) {
	from, corner, to := s.samples(pen), s.samples(seg.Corner), s.samples(seg.At)
	steps := chords(math.Abs(corner.X-from.X) + math.Abs(corner.Y-from.Y))
	control := seg.Control(pen)
	a, b := from.Towards(corner, control), to.Towards(corner, control)
	last := from
	for i := 1; i < steps; i++ {
		next := cubic(from, a, b, to, float64(i)/float64(steps))
		s.chord(last, next)
		last = next
	}
	s.chord(last, to)
}

// chords returns the number of chords, a power of two. Each halving of the chords
// quarters the deviation of the curve from a line, which starts at 0.0256 of the
// radius per eighth of a sample. The radius is at least the length of a tangent, of
// which shorter arcs deviate less.
func chords(radius float64) int {
	return 2 << (bits.Len(uint(radius*0.4104+0.5)) / 2)
}

func cubic(p, a, b, q outline.Point, t float64) outline.Point {
	u := 1 - t
	return outline.Point{
		X: u*u*u*p.X + 3*u*u*t*a.X + 3*u*t*t*b.X + t*t*t*q.X,
		Y: u*u*u*p.Y + 3*u*u*t*a.Y + 3*u*t*t*b.Y + t*t*t*q.Y,
	}
}

// edge counts the crossings of a line with the rows of samples.
func (s *sampler) edge(from, to outline.Point) { s.chord(s.samples(from), s.samples(to)) }

// chord is edge in sample coordinates.
func (s *sampler) chord(from, to outline.Point) {
	sign := int8(-1)
	if from.Y > to.Y {
		sign, from, to = 1, to, from
	}
	line, last := max(sampleAfter(from.Y), 0), min(sampleAfter(to.Y), s.height*s.perPx)
	if line >= last {
		return // level, or between two rows
	}
	slope := (to.X - from.X) / (to.Y - from.Y)
	for ; line < last; line++ {
		x := from.X + (float64(line)+0.5-from.Y)*slope
		s.cross(line/s.perPx, sampleAfter(x), sign)
	}
}

// samples turns px into sample coordinates.
func (s *sampler) samples(p outline.Point) outline.Point {
	return outline.Point{X: (p.X - s.origin.X) * float64(s.perPx), Y: (p.Y - s.origin.Y) * float64(s.perPx)}
}

// sampleAfter returns the index of the first sample at or after a coordinate.
// Samples lie in the middle of their cells.
func sampleAfter(v float64) int { return int(math.Ceil(v - 0.5)) }

func (s *sampler) cross(row, sample int, sign int8) {
	sample = min(max(sample, 0), s.width*s.perPx)
	px, skipped := sample/s.perPx, int8(sample%s.perPx)
	at := row*s.stride() + px
	s.changes[at] += sign * (int8(s.perPx) - skipped)
	s.changes[at+1] += sign * skipped
}
