package qr

import (
	"image"
	"math"
	"testing"

	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// cell is the width of a module in the pictures of shapes, in px.
const cell = 20

// picture draws a code of 29 modules in whole px, with a margin of one module.
func picture(t *testing.T, d *Design) (*Code, *image.RGBA) {
	t.Helper()
	d.Width, d.Height, d.Margin, d.QR.Version = 31*cell, 31*cell, cell, 3
	code, err := Draw("https://go.example/abc", d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return code, code.Image()
}

// square returns the px of some modules: n rows and columns from the given one.
func square(row, col, n int) image.Rectangle {
	return image.Rect(0, 0, n*cell, n*cell).Add(image.Pt((col+1)*cell, (row+1)*cell))
}

// dark returns how much of a black and white picture is black, in modules.
func dark(m *image.RGBA, area image.Rectangle) float64 {
	sum := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			sum += 255 - int(m.RGBAAt(x, y).R)
		}
	}
	return float64(sum) / 255 / cell / cell
}

func TestModulesStayInTheirCells(t *testing.T) {
	disc := math.Pi / 4
	cases := []struct {
		kind        DotType
		least, most float64 // dark part of a module
	}{
		{DotSquare, 1, 1},
		{DotDots, disc, disc},
		{DotRounded, disc, 1},
		{DotExtraRounded, disc, 1},
		{DotClassy, 1 - (1-disc)/2, 1},
		{DotClassyRounded, disc, 1},
		{DotBubblyDots, 0.65 * 0.65 * disc, disc},
		{DotCircuitChip, 0.64 * disc, 0.64*disc + 4*0.24*0.12},
		{DotHexagon, 0.526, 0.526},
		{DotOctagon, 0.573, 0.573},
	}
	for _, c := range cases {
		t.Run(string(c.kind), func(t *testing.T) {
			code, m := picture(t, &Design{Dots: DotsOptions{Type: c.kind}})
			grid := code.drawing.Symbol.Grid
			for row := range grid.Size {
				for col := range grid.Size {
					share := dark(m, square(row, col, 1))
					switch {
					case symbol.Finder(grid.Size, row, col):
					case grid.At(row, col) && (share < c.least-0.01 || share > c.most+0.01):
						t.Errorf("row %d, column %d: %.3f is dark, want %.3f to %.3f", row, col, share, c.least, c.most)
					case !grid.At(row, col) && share != 0:
						t.Errorf("row %d, column %d is light, but %.3f is dark", row, col, share)
					}
				}
			}
		})
	}
}

func TestBubblesHaveDifferentSizes(t *testing.T) {
	code, m := picture(t, &Design{Dots: DotsOptions{Type: DotBubblyDots}})
	least, most := 1.0, 0.0
	for i, on := range code.drawing.DataCells().Dark {
		if on {
			share := dark(m, square(i/29, i%29, 1))
			least, most = min(least, share), max(most, share)
		}
	}
	if least > 0.4 || most < 0.75 {
		t.Errorf("dark parts of bubbles lie between %.3f and %.3f", least, most)
	}
}

// TestBarsJoinSomeNeighbours looks at the border between two modules. Bars join
// about a third of the neighbours.
func TestBarsJoinSomeNeighbours(t *testing.T) {
	code, m := picture(t, &Design{Dots: DotsOptions{Type: DotCircuitChip}})
	cells := code.drawing.DataCells()
	joined, apart := 0, 0
	for row := range cells.Size {
		for col := range cells.Size {
			if !cells.At(row, col) || !cells.At(row, col+1) {
				continue
			}
			border := square(row, col+1, 1).Min.Add(image.Pt(0, cell/2))
			switch left, right := m.RGBAAt(border.X-1, border.Y).R, m.RGBAAt(border.X, border.Y).R; {
			case left == 0 && right == 0:
				joined++
			case left == 255 && right == 255:
				apart++
			default:
				t.Errorf("row %d, column %d: %d and %d at the border", row, col, left, right)
			}
		}
	}
	if share := float64(joined) / float64(joined+apart); share < 0.2 || share > 0.45 {
		t.Errorf("%d pairs of neighbours are joined, %d are not", joined, apart)
	}
}

func TestFiguresOfFinderPatterns(t *testing.T) {
	corner := 1 - math.Pi/4 // what a round corner of radius 1 lacks
	cases := []struct {
		name         string
		ring, centre CornerType // "" hides it
		area         float64    // modules
	}{
		{"square ring", CornerSquare, "", 24},
		{"dot ring", CornerDot, "", math.Pi * (3.5*3.5 - 2.5*2.5)},
		{"extra-rounded ring", CornerExtraRounded, "", 24 - 4*corner*(2.5*2.5-1.5*1.5)},
		{"hexagon ring", CornerHexagon, "", 1.5 * math.Sqrt(3) * 6},
		{"octagon ring", CornerOctagon, "", 2 * math.Sqrt2 * 6},
		{"leaf ring", CornerLeaf, "", 49 - 5.46*5.46 - 2*corner*(2*2-1.43*1.43)},
		{"square centre", "", CornerSquare, 9},
		{"dot centre", "", CornerDot, math.Pi * 2.25},
		{"hexagon centre", "", CornerHexagon, 1.5 * math.Sqrt(3) * 2.25},
		{"octagon centre", "", CornerOctagon, 2 * math.Sqrt2 * 2.25},
		{"teardrop centre", "", CornerTeardrop, 9 - 3*corner*2.25},
		{"star centre", "", CornerStar, 5 * math.Sin(math.Pi/5) * 0.45 * 2.25},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, m := picture(t, &Design{CornersSquare: visible(c.ring), CornersDot: visible(c.centre)})
			for _, at := range [][2]int{{0, 0}, {0, 22}, {22, 0}} {
				inside := dark(m, square(at[0], at[1], 7))
				if math.Abs(inside-c.area) > 0.1 {
					t.Errorf("pattern at %v: %.3f modules are dark, want %.3f", at, inside, c.area)
				}
				if around := dark(m, square(at[0]-1, at[1]-1, 9)); around != inside {
					t.Errorf("pattern at %v: %.3f modules are dark outside of it", at, around-inside)
				}
			}
		})
	}
}

func visible(kind CornerType) CornerOptions {
	if kind == "" {
		return CornerOptions{Type: CornerSquare, Color: "white"}
	}
	return CornerOptions{Type: kind, Color: "black"}
}

// TestFiguresTurnWithTheirPattern turns the first pattern, at the top left, and
// compares it with the second and the third.
func TestFiguresTurnWithTheirPattern(t *testing.T) {
	once := func(x, y int) (int, int) { return y, 7*cell - 1 - x }
	back := func(x, y int) (int, int) { return 7*cell - 1 - y, x }
	same := func(x, y int) (int, int) { return x, y }
	type source func(x, y int) (int, int)
	cases := []struct {
		name          string
		design        Design
		second, third source
	}{
		{"hexagon", Design{CornersSquare: visible(CornerHexagon), CornersDot: visible(CornerHexagon)}, once, back},
		{"octagon", Design{CornersSquare: visible(CornerOctagon), CornersDot: visible(CornerOctagon)}, once, back},
		{"leaf and teardrop", Design{CornersSquare: visible(CornerLeaf), CornersDot: visible(CornerTeardrop)}, once, back},
		{"a star stays upright", Design{CornersSquare: visible(CornerSquare), CornersDot: visible(CornerStar)}, same, same},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, m := picture(t, &c.design)
			first := square(0, 0, 7)
			for _, other := range []struct {
				area image.Rectangle
				from source
			}{{square(0, 22, 7), c.second}, {square(22, 0, 7), c.third}} {
				if mean, far := difference(turned(m, other.area, same), straight(turned(m, first, other.from))); mean > 0.5 || far > 0 {
					t.Errorf("pattern at %v: mean difference %.3f, %.4f %% of px by more than 64", other.area.Min, mean, 100*far)
				}
			}
		})
	}
}

// turned returns an area of a picture that takes each px from another place.
func turned(m *image.RGBA, area image.Rectangle, from func(x, y int) (int, int)) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fx, fy := from(x, y)
			out.SetRGBA(x, y, m.RGBAAt(area.Min.X+fx, area.Min.Y+fy))
		}
	}
	return out
}
