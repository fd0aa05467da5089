package qr

import (
	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/imagefile"
	"github.com/linkpack/linkpack-go/qr/internal/mend"
)

// Style is a checked design that can draw any number of texts. It is immutable
// and safe for concurrent use.
type Style struct {
	design draw.Design
	data   string
	format Format
	png    imagefile.PNG
}

// Compile checks a design, decodes its image and returns a Style. A nil design
// is the default one. It returns a FieldError for the first mistake that it
// finds. The design may be changed afterwards.
func Compile(d *Design) (*Style, error) {
	if d == nil {
		d = &Design{}
	}
	resolved, err := d.resolve()
	if err != nil {
		return nil, fieldError(err)
	}
	return &Style{design: resolved, data: d.Data, format: d.Format}, nil
}

// Options are options for drawing one text. A nil *Options means the defaults.
type Options struct {
	// Mask is the mask pattern, 0 to 7; nil takes the one with the lowest
	// penalty.
	Mask *int
	// Safe says what to do if scanners would not read the design; SafeOff by
	// default.
	Safe Safe
}

// Draw draws a text, or the design's Data if the text is empty. It returns a
// FieldError if the text does not fit or the picture is too small for it, and
// with SafeRequire several, joined.
func (s *Style) Draw(text string, o *Options) (*Code, error) {
	if o == nil {
		o = &Options{}
	}
	if text == "" {
		text = s.data
	}
	d, err := s.designWith(o.Mask)
	if err != nil {
		return nil, err
	}
	code := &Code{text: text, style: s}
	if o.Safe == SafeOff {
		code.drawing, err = draw.New(d, text)
	} else {
		code.drawing, code.changes, err = mend.Draw(d, text)
	}
	if err != nil {
		return nil, fieldError(err)
	}
	if o.Safe == SafeRequire {
		err = asError(code.Warnings())
	}
	if err != nil {
		return nil, err
	}
	return code, nil
}

// designWith returns a copy of the design with the mask pattern, if there is one.
func (s *Style) designWith(mask *int) (*draw.Design, error) {
	d := s.design
	if mask == nil {
		return &d, nil
	}
	d.Spec.Mask = *mask
	return &d, fieldError(checkRange("mask", float64(*mask), 0, 7))
}

// Draw compiles a design and draws one text with it; see Style.Draw. A nil
// design is the default one.
func Draw(text string, d *Design, o *Options) (*Code, error) {
	s, err := Compile(d)
	if err != nil {
		return nil, err
	}
	return s.Draw(text, o)
}
