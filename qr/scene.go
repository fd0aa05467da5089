package qr

import "image/color"

// scene is a picture before it is written as SVG or drawn in px: paints through
// outlines, bottom first, then the image.
type scene struct {
	layout layout
	layers []layer
	image  *placedImage // nil if none
}

// layer is an outline filled with a paint.
type layer struct {
	outline path
	bounds  box
	paint   paint
}

// paint is one colour or a ramp.
type paint struct {
	color color.NRGBA
	ramp  *ramp // nil for one colour
}

func newPaint(css string, g *Gradient, b box, turn float64) paint {
	if g != nil {
		return paint{ramp: newRamp(g, b, turn)}
	}
	c, _ := parseColor(css) // checked by Validate
	return paint{color: c}
}

func (p paint) invisible() bool { return p.ramp == nil && p.color.A == 0 }

// opaque reports whether the first layer hides whatever is behind the picture.
func (s *scene) opaque() bool {
	return len(s.layers) > 0 && s.layers[0].fillsCanvas() && s.layers[0].paint.opaque()
}

// fillsCanvas reports a plain rectangle as large as the picture: the usual
// background.
func (l layer) fillsCanvas() bool {
	segments := l.outline.segments
	return len(segments) == 5 && segments[0].at == point{} && segments[2].at == point{l.bounds.w, l.bounds.h}
}

func (s *scene) add(l layer) {
	if !l.paint.invisible() && len(l.outline.segments) > 0 {
		s.layers = append(s.layers, l)
	}
}

// background is the ground: the whole picture, or a rounded square in its
// middle.
func background(o BackgroundOptions, l layout) layer {
	css := o.Color
	if css == "" {
		css = "white"
	}
	b := l.canvas()
	out := layer{bounds: b, paint: newPaint(css, o.Gradient, b, 0)}
	if o.Round > 0 {
		side := min(b.w, b.h)
		x, y := l.round((b.w-side)/2), l.round((b.h-side)/2)
		out.outline.roundedRect(x, y, side, side, side/2*o.Round)
		return out
	}
	out.outline.roundedRect(0, 0, b.w, b.h, 0)
	return out
}

// drawing is what a plan adds to a design and a symbol.
type drawing struct {
	design *Design
	symbol *symbol
	layout layout
	hidden hiddenArea
	solid  bool // alignment patterns are square whatever the dots are
	gap    int  // modules between the symbol and the decoration of a circle
	image  *placedImage
}

func (d drawing) scene() *scene {
	s := &scene{layout: d.layout, image: d.image}
	s.add(background(d.design.Background, d.layout))
	dots := layer{bounds: d.layout.canvas(), paint: d.dotsPaint()}
	d.outlineData(&dots.outline)
	if d.design.Shape == ShapeCircle {
		around := newSurround(d.symbol, d.layout, d.design.Margin, d.gap)
		around.grid.outline(&dots.outline, d.design.Dots.Type, around.place)
	}
	var corners []layer
	for _, c := range d.layout.finderCorners() {
		corners = append(corners, d.cornerLayers(c, &dots.outline)...)
	}
	s.add(dots)
	for _, c := range corners {
		s.add(c)
	}
	return s
}

func (d drawing) dotsPaint() paint {
	css := d.design.Dots.Color
	if css == "" {
		css = "black"
	}
	return newPaint(css, d.design.Dots.Gradient, d.layout.canvas(), 0)
}

// dataCells are the dark modules outside the finder patterns and the hidden
// area.
func (d drawing) dataCells() grid {
	n := d.symbol.grid.size
	return maskGrid(n, func(row, col int) bool {
		return d.symbol.grid.at(row, col) && !finder(n, row, col) && !d.hidden.has(row, col)
	})
}

// outlineData adds the modules outside the finder patterns.
func (d drawing) outlineData(p *path) {
	cells := d.dataCells()
	if d.solid {
		align := maskGrid(cells.size, func(row, col int) bool {
			return cells.at(row, col) && alignment(d.symbol.version, row, col)
		})
		align.outline(p, DotSquare, d.layout.symbol)
		for i, on := range align.on {
			cells.on[i] = cells.on[i] && !on
		}
	}
	cells.outline(p, d.design.Dots.Type, d.layout.symbol)
}

// cornerLayers draws a finder pattern: into layers of its own where it has
// paint of its own, else into the dots. A centre without paint takes the ring's.
func (d drawing) cornerLayers(c finderCorner, dots *path) []layer {
	square, dot := d.design.CornersSquare, d.design.CornersDot
	var ring, centre layer
	ringOut, centreOut := dots, dots
	if square.ownPaint() {
		ring = layer{bounds: c.ring(), paint: newPaint(square.Color, square.Gradient, c.ring(), c.turn)}
		ringOut, centreOut = &ring.outline, &ring.outline
	}
	if dot.ownPaint() {
		centre = layer{bounds: c.centreBox(), paint: newPaint(dot.Color, dot.Gradient, c.centreBox(), c.turn)}
		centreOut = &centre.outline
	}
	outlineRing(ringOut, square.Type, d.design.Dots.Type, c)
	outlineCentre(centreOut, dot.Type, d.design.Dots.Type, c)
	return []layer{ring, centre}
}
