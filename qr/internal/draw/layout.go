package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// Layout is where a symbol lies in the picture.
type Layout struct {
	Width, Height int       // of the picture in px
	Modules       int       // per side
	Symbol        Placement // of the modules
	WholePx       bool      // sizes and places of modules are whole px
}

// Placement places cells in the picture: the top left corner of cell (0,0) is at
// (X,Y), and a cell is Dot px wide.
type Placement struct {
	X, Y float64 // px
	Dot  float64 // px
}

// Corner returns the top left corner of a cell.
func (p Placement) Corner(row, col int) outline.Point {
	return outline.Point{X: p.X + float64(col)*p.Dot, Y: p.Y + float64(row)*p.Dot}
}

// box returns the place of a cell.
func (p Placement) box(row, col int) outline.Box {
	at := p.Corner(row, col)
	return outline.Box{X: at.X, Y: at.Y, W: p.Dot, H: p.Dot}
}

// NewLayout places a symbol with n modules per side. With whole px, the rest of
// the division is shared around the code. It returns an invalid.Error if the
// picture is too small.
func NewLayout(d *Design, n int) (Layout, error) {
	l := Layout{Width: d.Width, Height: d.Height, Modules: n, WholePx: d.WholePx}
	space := float64(min(l.Width, l.Height)) - 2*d.Margin
	if d.Circle {
		space /= math.Sqrt2
	}
	dot := l.round(space / float64(n))
	if dot < 1 {
		return Layout{}, invalid.Field("margin", "%d×%d px with margin %g leave less than 1 px for each of %d modules a side",
			l.Width, l.Height, d.Margin, n)
	}
	side := float64(n) * dot
	l.Symbol = Placement{
		X:   l.round((float64(l.Width) - side) / 2),
		Y:   l.round((float64(l.Height) - side) / 2),
		Dot: dot,
	}
	return l, nil
}

func (l Layout) round(v float64) float64 {
	if l.WholePx {
		return math.Floor(v)
	}
	return v
}

func (l Layout) canvas() outline.Box {
	return outline.Box{W: float64(l.Width), H: float64(l.Height)}
}
