package qr

// Style is a checked design with its image decoded, ready to draw any number of
// texts. It is immutable and safe for concurrent use.
type Style struct {
	design Design
	logo   *logo // nil if none
	png    pngEncoder
}

// Compile checks a design and makes it drawable. A nil design is the default
// one. Errors are FieldErrors. The design may be changed afterwards; the style
// keeps what it needs.
func Compile(d *Design) (*Style, error) {
	s := &Style{}
	if d != nil {
		s.design = d.clone()
	}
	if err := s.design.check(); err != nil {
		return nil, err
	}
	if len(s.design.Image) == 0 {
		return s, nil
	}
	logo, err := decodeLogo(s.design.Image)
	if err != nil {
		return nil, err
	}
	s.logo, s.design.Image = logo, nil
	return s, nil
}

// clone copies everything a Style keeps; the image is only read.
func (d *Design) clone() Design {
	c := *d
	c.Dots.Gradient = d.Dots.Gradient.clone()
	c.CornersSquare.Gradient = d.CornersSquare.Gradient.clone()
	c.CornersDot.Gradient = d.CornersDot.Gradient.clone()
	c.Background.Gradient = d.Background.Gradient.clone()
	c.Dots.RoundSize = clonePointer(d.Dots.RoundSize)
	c.ImageOptions.HideDots = clonePointer(d.ImageOptions.HideDots)
	c.ImageOptions.Size = clonePointer(d.ImageOptions.Size)
	return c
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func (g *Gradient) clone() *Gradient {
	if g == nil {
		return nil
	}
	c := *g
	c.Stops = append([]Stop(nil), g.Stops...)
	return &c
}

// Options are what one drawing asks of a style. A nil *Options means defaults.
type Options struct {
	// Version forces the version, 1 to 40; 0 takes the design's typeNumber or
	// the smallest that fits.
	Version int
	// Mask forces the mask pattern, 0 to 7; nil takes the one with the lowest
	// penalty.
	Mask *int
	// Safe says what to do about a design that scanners would not read;
	// SafeOff by default.
	Safe Safe
}

// Draw draws a text, or the design's Data if the text is empty. Errors are
// FieldErrors: the text does not fit, or the picture is too small for it.
func (s *Style) Draw(text string, o *Options) (*Code, error) {
	if o == nil {
		o = &Options{}
	}
	if text == "" {
		text = s.design.Data
	}
	p, err := s.plan(o)
	if err != nil {
		return nil, err
	}
	if o.Safe != SafeOff {
		return p.drawSafe(text, o.Safe)
	}
	return p.draw(text)
}

// Draw compiles a design and draws one text with it; see Style.Draw.
func Draw(text string, d *Design, o *Options) (*Code, error) {
	s, err := Compile(d)
	if err != nil {
		return nil, err
	}
	return s.Draw(text, o)
}
