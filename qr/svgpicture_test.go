package qr

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/vector"
)

// TestSVGShowsThePicture draws the paths of SVG files with another program and
// compares them with the picture.
func TestSVGShowsThePicture(t *testing.T) {
	var designs []Design
	for _, kind := range dotTypes() {
		designs = append(designs, Design{Dots: DotsOptions{Type: kind}})
	}
	for _, kind := range ringTypes() {
		designs = append(designs, Design{CornersSquare: CornerOptions{Type: kind}})
	}
	for _, kind := range centreTypes() {
		designs = append(designs, Design{CornersDot: CornerOptions{Type: kind, Color: "#b91c1c"}})
	}
	for _, d := range designs {
		name := fmt.Sprintf("dots %s, ring %s, centre %s", d.Dots.Type, d.CornersSquare.Type, d.CornersDot.Type)
		t.Run(name, func(t *testing.T) {
			d.Width, d.Height = 410, 410
			code, err := Draw(benchText, &d, nil)
			if err != nil {
				t.Fatal(err)
			}
			svg, err := code.Encode(SVG)
			if err != nil {
				t.Fatal(err)
			}
			mean, far := difference(code.Image(), straight(drawSVG(t, svg, 410)))
			if mean > 1 || far > 0.001 {
				t.Errorf("mean difference %.3f of 255, %.4f %% of px by more than 64", mean, 100*far)
			}
		})
	}
}

// drawSVG draws paths in one colour.
func drawSVG(t *testing.T, svg []byte, size int) *image.RGBA {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, size, size))
	for _, path := range regexp.MustCompile(`<path fill="#(......)" d="([^"]*)"/>`).FindAllSubmatch(svg, -1) {
		rgb, err := strconv.ParseUint(string(path[1]), 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		pen := svgPen{t: t, out: vector.NewRasterizer(size, size)}
		for _, step := range regexp.MustCompile(`[A-Z][^A-Z]*`).FindAllString(string(path[2]), -1) {
			pen.step(step)
		}
		if pen.open {
			t.Fatal("the last figure is not closed")
		}
		ink := color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
		pen.out.Draw(m, m.Rect, image.NewUniform(ink), image.Point{})
	}
	return m
}

type svgPen struct {
	t    *testing.T
	out  *vector.Rasterizer
	open bool // a figure is begun
	x, y float64
}

func (p *svgPen) step(text string) {
	var v []float64
	for field := range strings.FieldsSeq(text[1:]) {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			p.t.Fatal(err)
		}
		v = append(v, n)
	}
	if begins := text[0] == 'M'; begins == p.open {
		p.t.Fatalf("%s in an open figure: %v", text, p.open)
	}
	p.open = text[0] != 'Z'
	switch text[0] {
	case 'M':
		p.out.MoveTo(float32(v[0]), float32(v[1]))
	case 'L':
		p.out.LineTo(float32(v[0]), float32(v[1]))
	case 'A':
		p.arc(v[0], v[4] == 1, v[5], v[6])
	case 'Z':
		p.out.ClosePath()
		return
	}
	p.x, p.y = v[len(v)-2], v[len(v)-1]
}

// arc draws the shorter arc of a circle in short lines.
func (p *svgPen) arc(radius float64, clockwise bool, x, y float64) {
	dx, dy := (x-p.x)/2, (y-p.y)/2
	height := math.Sqrt(max(radius*radius-dx*dx-dy*dy, 0)) / math.Hypot(dx, dy)
	if !clockwise {
		height = -height
	}
	cx, cy := p.x+dx-dy*height, p.y+dy+dx*height
	from, to := math.Atan2(p.y-cy, p.x-cx), math.Atan2(y-cy, x-cx)
	turn := math.Remainder(to-from, 2*math.Pi)
	const lines = 32
	for i := 1; i <= lines; i++ {
		sin, cos := math.Sincos(from + turn*float64(i)/lines)
		p.out.LineTo(float32(cx+radius*cos), float32(cy+radius*sin))
	}
}
