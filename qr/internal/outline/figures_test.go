package outline

import (
	"math"
	"testing"
)

// TestFiguresAreClosedAndInTheirBox checks that each figure begins with MoveTo,
// ends with Close, and has its corners in a box of 10×10 px.
func TestFiguresAreClosedAndInTheirBox(t *testing.T) {
	box := Box{X: 3, Y: 4, W: 10, H: 10}
	around := Around{Centre: box.Centre(), Radius: 5, Turn: 0.4}
	pad := func(bars ...bool) Pad {
		return Pad{From: Point{3, 4}, To: Point{13, 14}, Radius: 4, Bar: 2.4, Bars: [4]bool(bars)}
	}
	cases := []struct {
		name    string
		add     func(*Path)
		figures int
	}{
		{"rectangle", func(p *Path) { p.Rect(box, Radii{0, 2, 5, 0}) }, 1},
		{"frame", func(p *Path) { p.Frame(box, 1, Radii{0, 3, 0, 3}, Radii{0, 2, 0, 2}) }, 2},
		{"hexagon", func(p *Path) { p.Regular(around, 6) }, 1},
		{"octagon ring", func(p *Path) { p.RegularRing(around, 3, 8) }, 2},
		{"star", func(p *Path) { p.Star(around, 2, 5) }, 1},
		{"pad without bars", func(p *Path) { p.Pad(pad(false, false, false, false)) }, 1},
		{"pad with two bars", func(p *Path) { p.Pad(pad(true, false, false, true)) }, 1},
		{"pad with all bars", func(p *Path) { p.Pad(pad(true, true, true, true)) }, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var p Path
			c.add(&p)
			figures, open := 0, false
			for _, s := range p.Segments {
				if (s.Op == MoveTo) == open {
					t.Fatalf("%v in an open figure: %v", s, open)
				}
				open = s.Op != Close
				if !open {
					figures++
				} else if s.At.X < 3-1e-9 || s.At.X > 13+1e-9 || s.At.Y < 4-1e-9 || s.At.Y > 14+1e-9 {
					t.Errorf("%v lies outside of the box", s.At)
				}
			}
			if open || figures != c.figures {
				t.Errorf("%d figures, want %d; open: %v", figures, c.figures, open)
			}
		})
	}
}

func TestBarsEndOnTheSide(t *testing.T) {
	var p Path
	p.Pad(Pad{From: Point{}, To: Point{10, 10}, Radius: 4, Bar: 2.4, Bars: [4]bool{false, true, false, false}})
	want := "M5 1A4 4 0 0 1 8.816 3.8L10 3.8L10 6.2L8.816 6.2A4 4 0 0 1 5 9A4 4 0 0 1 1 5A4 4 0 0 1 5 1Z"
	if got := string(p.AppendSVG(nil)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestRadiiTurnClockwise(t *testing.T) {
	r := Radii{1, 2, 3, 4}
	for quarters, want := range map[int]Radii{0: r, 1: {4, 1, 2, 3}, -1: {2, 3, 4, 1}} {
		if got := r.Turned(quarters); got != want {
			t.Errorf("%d: %v, want %v", quarters, got, want)
		}
	}
}

func TestStarsPointWhereTheyAreTurned(t *testing.T) {
	var p Path
	p.Star(Around{Radius: 10, Turn: -math.Pi / 2}, 4, 5)
	top := p.Segments[0].At
	for _, s := range p.Segments[1:10] {
		if s.At.Y <= top.Y {
			t.Errorf("%v is not below %v", s.At, top)
		}
	}
}
