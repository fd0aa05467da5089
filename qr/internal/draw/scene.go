package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/logo"
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Scene is a picture before it is written as SVG or drawn in px: layers of
// paint, bottom first, then the image.
type Scene struct {
	Width, Height int          // px
	Smooth        bool         // edges are smoothed
	Layers        []Layer      // bottom first
	Image         *logo.Placed // nil if none
}

// Layer is an outline filled with a paint.
type Layer struct {
	Outline outline.Path // what is painted
	Paint   paint.Placed // how
	bounds  outline.Box
}

// Bounds returns a box that holds the outline.
func (l Layer) Bounds() outline.Box { return l.bounds }

// FillsCanvas reports whether the layer is a plain rectangle as large as the
// picture, as most backgrounds are.
func (l Layer) FillsCanvas() bool {
	segments := l.Outline.Segments
	return len(segments) == 5 && segments[0].At == outline.Point{} && segments[2].At == outline.Point{X: l.bounds.W, Y: l.bounds.H}
}

// Opaque reports whether the first layer hides whatever is behind the picture.
func (s *Scene) Opaque() bool {
	return len(s.Layers) > 0 && s.Layers[0].FillsCanvas() && s.Layers[0].Paint.Opaque()
}

func (s *Scene) add(l Layer) {
	if !l.Paint.Invisible() && len(l.Outline.Segments) > 0 {
		s.Layers = append(s.Layers, l)
	}
}

// Scene composes the picture: background, modules, finder patterns, image.
func (d Drawing) Scene() *Scene {
	l := d.Layout
	s := &Scene{Width: l.Width, Height: l.Height, Smooth: l.WholePx, Image: d.Image}
	s.add(background(d.Design, l))
	dots := Layer{bounds: l.canvas(), Paint: d.Design.DotsPaint.Place(l.canvas(), 0)}
	d.addData(&dots.Outline)
	if d.Design.Circle {
		around := newSurround(d.Symbol.Grid, l, d.Design.Margin, d.Design.Gap)
		addModules(&dots.Outline, around.cells, d.Design.Dots, around.place)
	}
	var corners []Layer
	for _, f := range l.finderPatterns() {
		corners = append(corners, f.layers(d.Design, &dots.Outline)...)
	}
	s.add(dots)
	for _, c := range corners {
		s.add(c)
	}
	return s
}

// background is the whole picture, or a rounded square in its middle.
func background(d *Design, l Layout) Layer {
	b := l.canvas()
	out := Layer{bounds: b, Paint: d.Background.Place(b, 0)}
	if d.Round > 0 {
		side := min(b.W, b.H)
		x, y := l.round((b.W-side)/2), l.round((b.H-side)/2)
		out.Outline.RoundedRect(outline.Box{X: x, Y: y, W: side, H: side}, side/2*d.Round)
		return out
	}
	out.Outline.RoundedRect(b, 0)
	return out
}

// DataCells returns the dark modules outside the finder patterns and the area
// cleared for the image.
func (d Drawing) DataCells() symbol.Grid {
	grid := d.Symbol.Grid
	return symbol.NewGrid(grid.Size, func(row, col int) bool {
		return grid.At(row, col) && !symbol.Finder(grid.Size, row, col) && !d.cleared.has(row, col)
	})
}

// addData adds the modules outside the finder patterns to a path.
func (d Drawing) addData(p *outline.Path) {
	cells := d.DataCells()
	if d.Design.SolidAlignment {
		align := symbol.NewGrid(cells.Size, func(row, col int) bool {
			return cells.At(row, col) && symbol.Alignment(d.Symbol.Version, row, col)
		})
		addModules(p, align, Square, d.Layout.Symbol)
		for i, dark := range align.Dark {
			cells.Dark[i] = cells.Dark[i] && !dark
		}
	}
	addModules(p, cells, d.Design.Dots, d.Layout.Symbol)
}
