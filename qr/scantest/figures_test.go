package scantest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/qr"
)

// figures returns a design with each figure that only Linkbreakers has.
func figures() []sample {
	var list []sample
	for _, kind := range []qr.DotType{qr.DotBubblyDots, qr.DotCircuitChip, qr.DotHexagon, qr.DotOctagon} {
		list = append(list, sample{name: "dots " + string(kind), design: &qr.Design{Dots: qr.DotsOptions{Type: kind}}})
	}
	for _, kind := range []qr.CornerType{qr.CornerHexagon, qr.CornerOctagon, qr.CornerLeaf} {
		list = append(list, sample{name: "ring " + string(kind), design: &qr.Design{CornersSquare: qr.CornerOptions{Type: kind}}})
	}
	round := qr.CornerOptions{Type: qr.CornerExtraRounded}
	for _, kind := range []qr.CornerType{qr.CornerHexagon, qr.CornerOctagon, qr.CornerTeardrop, qr.CornerStar} {
		list = append(list, sample{
			name:   "centre " + string(kind),
			design: &qr.Design{CornersSquare: round, CornersDot: qr.CornerOptions{Type: kind}},
		})
	}
	for i := range list {
		list[i].text = "https://go.example/figures"
	}
	return list
}

// TestEveryFigureScans draws each figure in one colour, with a gradient, with an
// image and with both, in modules of several sizes. It logs how many codes of each
// figure the decoders read.
func TestEveryFigureScans(t *testing.T) {
	readers := decoders(t)
	g := generator{rand.New(rand.NewPCG(2026, 14))}
	var list []rendering
	samples := figures()
	for _, s := range samples {
		list = append(list, variants(t, g, s)...)
	}
	readings := readAll(t, readers, list)
	each := len(list) / len(samples)
	for i, s := range samples {
		read := make([]int, len(readers))
		for _, r := range readings[i*each:][:each] {
			for k := range readers {
				read[k] += count(r.styled[k : k+1])
			}
		}
		for k, d := range readers {
			t.Logf("%-18s %-10s reads %d of %d", s.name, d.name, read[k], each)
		}
	}
	judge(t, readers, list, readings)
}

// variants draws a sample with and without a gradient and an image.
func variants(t *testing.T, g generator, s sample) []rendering {
	t.Helper()
	ramp := &qr.Gradient{Rotation: 0.7, Stops: []qr.Stop{{Offset: 0, Color: "#1d4ed8"}, {Offset: 1, Color: "#7c3aed"}}}
	var list []rendering
	for _, px := range []int{4, 6, 10} {
		for i := range 4 {
			name, d := s.name, *s.design
			if i&1 != 0 {
				name += " with a gradient"
				d.Dots.Gradient = ramp
			}
			if i&2 != 0 {
				name += " with an image"
				d.Image = g.image()
			}
			list = append(list, inModules(t, sample{name, g.url(), &d}, px))
		}
	}
	return list
}

// inModules draws a sample with modules of the given size and a quiet zone of 4
// modules.
func inModules(t *testing.T, s sample, px int) rendering {
	t.Helper()
	code, err := draw(s, s.design.Scaled(1000))
	if err != nil {
		t.Fatal(err)
	}
	code, err = draw(s, s.design.Scaled(px*(17+4*code.Version()+8)))
	if err != nil {
		t.Fatal(err)
	}
	return write(t, s, code, fmt.Sprintf("%d px a module", px))
}
