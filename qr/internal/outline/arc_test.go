package outline

import (
	"math"
	"testing"
)

// TestArcsLieOnTheirCircle looks at the middle of the curves that stand for arcs.
func TestArcsLieOnTheirCircle(t *testing.T) {
	centre := Point{10, 20}
	on := func(angle float64) Point {
		return Point{centre.X + 5*math.Cos(angle), centre.Y + 5*math.Sin(angle)}
	}
	for _, degrees := range []float64{1, 20, 55, 72.5, 90, 120} {
		from, to := on(0.3), on(0.3+degrees*math.Pi/180)
		arc := Segment{Op: Arc, At: to, Corner: tangentsMeet(centre, from, to)}
		if r := arc.radius(from); math.Abs(r-5) > 1e-6 {
			t.Errorf("%g°: radius %g, want 5", degrees, r)
		}
		a, b := from.Towards(arc.Corner, arc.Control(from)), to.Towards(arc.Corner, arc.Control(from))
		middle := Point{(from.X + 3*a.X + 3*b.X + to.X) / 8, (from.Y + 3*a.Y + 3*b.Y + to.Y) / 8}
		if r := math.Hypot(middle.X-centre.X, middle.Y-centre.Y); math.Abs(r-5) > 1e-6 {
			t.Errorf("%g°: the middle lies %g from the centre, want 5", degrees, r)
		}
	}
}

func TestAQuarterIsAnArc(t *testing.T) {
	arc := Segment{Op: Arc, At: Point{0, 5}, Corner: Point{5, 5}}
	if got := arc.Control(Point{5, 0}); math.Abs(got-quarterControl) > 1e-9 {
		t.Errorf("got %g, want %g", got, quarterControl)
	}
}
