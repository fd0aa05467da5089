package qr

import (
	"image"
	"math"
	"math/bits"
)

// sampler counts, for each px of an area, how many of its sample points lie
// inside an outline. A px has 4×4 samples, or one in its middle without
// smoothing: few enough levels that pictures have few colours.
//
// It counts crossings: outlines run clockwise around what is inside, so an edge
// that runs up adds the samples to its right, in its px and in all further px,
// and one that runs down takes them away. Outlines do not overlap, so that no
// sample counts twice.
type sampler struct {
	width, height int
	perPx         int    // samples per px along each axis
	origin        point  // of the area
	changes       []int8 // of the count from px to px, by row
}

func newSampler(p *path, area image.Rectangle, smooth bool) *sampler {
	s := &sampler{width: area.Dx(), height: area.Dy(), perPx: 1}
	if smooth {
		s.perPx = 4
	}
	s.origin = point{float64(area.Min.X), float64(area.Min.Y)}
	s.changes = make([]int8, s.stride()*s.height)
	var start, pen point
	for _, seg := range p.segments {
		switch seg.op {
		case moveTo:
			start = seg.at
		case closePath:
			s.edge(pen, start)
		case lineTo:
			s.edge(pen, seg.at)
		case quarter:
			s.curve(pen, seg.corner, seg.at)
		}
		pen = seg.at
	}
	return s
}

// stride leaves room for changes behind the last px of a row.
func (s *sampler) stride() int { return s.width + 2 }

// row is the coverage of a row of px, 0 to 255.
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

// curve counts a quarter circle as chords, few enough that they stay within an
// eighth of a sample.
func (s *sampler) curve(from, corner, to point) {
	from, corner, to = s.samples(from), s.samples(corner), s.samples(to)
	steps := chords(math.Abs(corner.x-from.x) + math.Abs(corner.y-from.y))
	a, b := from.towards(corner, kappa), to.towards(corner, kappa)
	pen := from
	for i := 1; i < steps; i++ {
		next := cubic(from, a, b, to, float64(i)/float64(steps))
		s.chord(pen, next)
		pen = next
	}
	s.chord(pen, to)
}

// kappa is how far the control points of a cubic curve lie towards the corner
// to make a quarter circle.
const kappa = 0.5522847498

// chords is a power of two: the deviation of the curve from a line, 0.0256 of
// the radius per eighth of a sample, is quartered by each halving.
func chords(radius float64) int {
	return 2 << (bits.Len(uint(radius*0.4104+0.5)) / 2)
}

func cubic(p, a, b, q point, t float64) point {
	u := 1 - t
	return point{
		u*u*u*p.x + 3*u*u*t*a.x + 3*u*t*t*b.x + t*t*t*q.x,
		u*u*u*p.y + 3*u*u*t*a.y + 3*u*t*t*b.y + t*t*t*q.y,
	}
}

// edge counts the crossings of a line with the rows of samples.
func (s *sampler) edge(from, to point) { s.chord(s.samples(from), s.samples(to)) }

// chord is edge in sample coordinates.
func (s *sampler) chord(from, to point) {
	sign := int8(-1)
	if from.y > to.y {
		sign, from, to = 1, to, from
	}
	line, last := max(sampleAfter(from.y), 0), min(sampleAfter(to.y), s.height*s.perPx)
	if line >= last {
		return // level, or between two rows
	}
	slope := (to.x - from.x) / (to.y - from.y)
	for ; line < last; line++ {
		x := from.x + (float64(line)+0.5-from.y)*slope
		s.cross(line/s.perPx, sampleAfter(x), sign)
	}
}

// samples turns px into sample coordinates.
func (s *sampler) samples(p point) point {
	return point{(p.x - s.origin.x) * float64(s.perPx), (p.y - s.origin.y) * float64(s.perPx)}
}

// sampleAfter is the index of the first sample at or after a coordinate;
// samples lie in the middle of their cells.
func sampleAfter(v float64) int { return int(math.Ceil(v - 0.5)) }

func (s *sampler) cross(row, sample int, sign int8) {
	sample = min(max(sample, 0), s.width*s.perPx)
	px, skipped := sample/s.perPx, int8(sample%s.perPx)
	at := row*s.stride() + px
	s.changes[at] += sign * (int8(s.perPx) - skipped)
	s.changes[at+1] += sign * skipped
}
