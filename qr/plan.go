package qr

// plan is everything that decides a picture but the text. It starts as what the
// design and the options ask; Safe mends it.
type plan struct {
	design Design
	logo   *logo
	spec   symbolSpec
	share  float64 // of the modules that the image may cover
	gap    int     // modules between the symbol and the decoration of a circle
}

func (s *Style) plan(o *Options) (plan, error) {
	p := plan{design: s.design, logo: s.logo, gap: 1, spec: symbolSpec{
		level: s.design.QR.level(), mode: s.design.QR.Mode, version: s.design.QR.TypeNumber, mask: -1,
	}}
	p.share = s.design.ImageOptions.size() * p.spec.level.capacity()
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
	layout, err := newLayout(&p.design, symbol.grid.size, p.design.Margin)
	if err != nil {
		return nil, err
	}
	d := drawing{design: &p.design, symbol: symbol, layout: layout, gap: p.gap}
	if err := p.placeImage(&d); err != nil {
		return nil, err
	}
	return &Code{text: text, plan: p, drawing: d}, nil
}

func (p plan) placeImage(d *drawing) error {
	if p.logo == nil || p.design.ImageOptions.size() == 0 {
		return nil
	}
	n := d.layout.modules
	fit := fitImage(p.share, p.logo.ratio, n, d.layout.symbol.dot)
	if fit.rows < 1 || fit.cols < 1 {
		return invalid("imageOptions.imageSize", "%g is too small for the image", p.design.ImageOptions.size())
	}
	b := fit.box(d.layout, p.design.ImageOptions.Margin, p.logo.ratio)
	if b.w < 1 || b.h < 1 {
		return invalid("imageOptions.margin", "%g px leave nothing of an image of %g×%g px",
			p.design.ImageOptions.Margin, fit.width, fit.height)
	}
	d.image = &placedImage{p.logo, b}
	if p.design.ImageOptions.hideDots() {
		d.hidden = fit.hidden(n)
	}
	return nil
}
