package qr

// plan is everything that decides a picture but the text. It starts as what the
// design and the options ask; Safe mends it.
type plan struct {
	design Design
	logo   *logo
	png    *pngEncoder
	spec   symbolSpec
	gap    int  // modules between the symbol and the decoration of a circle
	solid  bool // alignment patterns are square whatever the dots are
}

func (s *Style) plan(o *Options) (plan, error) {
	p := plan{design: s.design, logo: s.logo, png: &s.png, gap: 1, spec: symbolSpec{
		level: s.design.QR.level(), mode: s.design.QR.Mode, version: s.design.QR.TypeNumber, mask: -1,
	}}
	if o.Version != 0 {
		p.spec.version = o.Version
	}
	if o.Mask != nil {
		p.spec.mask = *o.Mask
		if err := checkRange("mask", float64(*o.Mask), 0, 7); err != nil {
			return plan{}, err
		}
	}
	return p, checkRange("version", float64(o.Version), 0, 40)
}

func (p plan) draw(text string) (*Code, error) {
	symbol, err := encode(text, p.spec)
	if err != nil {
		return nil, err
	}
	d, err := p.arrange(symbol.grid.size)
	if err != nil {
		return nil, err
	}
	d.symbol = symbol
	return &Code{text: text, plan: p, drawing: d, png: p.png}, nil
}

// arrange places a symbol of n modules a side and the image.
func (p plan) arrange(n int) (drawing, error) {
	layout, err := newLayout(&p.design, n, p.design.Margin)
	if err != nil {
		return drawing{}, err
	}
	d := drawing{design: &p.design, layout: layout, gap: p.gap, solid: p.solid}
	return d, p.placeImage(&d)
}

func (p plan) placeImage(d *drawing) error {
	size := p.design.ImageOptions.size()
	if p.logo == nil || size == 0 {
		return nil
	}
	n := d.layout.modules
	fit := fitImage(size*p.spec.level.capacity(), p.logo.ratio, n, d.layout.symbol.dot)
	if fit.rows < 1 || fit.cols < 1 {
		return invalid("imageOptions.imageSize", "%g is too small for the image", size)
	}
	b := fit.box(d.layout, p.design.ImageOptions.Margin, p.logo.ratio)
	if b.w < 1 || b.h < 1 {
		return p.noRoom(fit)
	}
	d.image = &placedImage{p.logo, b}
	if p.design.ImageOptions.hideDots() {
		d.hidden = fit.hidden(n)
	}
	return nil
}

// noRoom is the error for an image of which nothing would show.
func (p plan) noRoom(fit imageFit) error {
	if margin := p.design.ImageOptions.Margin; margin > 0 {
		return invalid("imageOptions.margin", "%g px leave nothing of an image of %g×%g px", margin, fit.width, fit.height)
	}
	return invalid("image", "is too narrow: %g×%g px of it would show", fit.width, fit.height)
}
