package outline

import "math"

// quarterControl is Control for a quarter circle.
const quarterControl = 0.5522847498

// Control returns where the control points of a cubic Bézier curve that looks like
// the Quarter or the Arc lie: the share of the way from its ends to its corner.
func (s Segment) Control(pen Point) float64 {
	if s.Op == Quarter {
		return quarterControl
	}
	// t is the tangent of half the angle of the arc.
	t := s.tangent(pen) / s.radius(pen)
	return 4 * (math.Sqrt(1+t*t) - 1) / (3 * t * t)
}

// tangent returns the distance from the ends of a Quarter or an Arc to its corner.
func (s Segment) tangent(pen Point) float64 {
	return math.Hypot(s.Corner.X-pen.X, s.Corner.Y-pen.Y)
}

func (s Segment) radius(pen Point) float64 {
	tangent := s.tangent(pen)
	if s.Op == Quarter {
		return tangent
	}
	half := math.Hypot(s.At.X-pen.X, s.At.Y-pen.Y) / 2 // of the chord
	return tangent * half / math.Sqrt(tangent*tangent-half*half)
}

// tangentsMeet returns where the tangents at two points of a circle meet.
func tangentsMeet(centre, p, q Point) Point {
	px, py, qx, qy := p.X-centre.X, p.Y-centre.Y, q.X-centre.X, q.Y-centre.Y
	radius2 := px*px + py*py
	scale := radius2 / (radius2 + px*qx + py*qy)
	return Point{centre.X + (px+qx)*scale, centre.Y + (py+qy)*scale}
}
