package qr

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Safe says what Draw does about a design that scanners would not read.
type Safe int

const (
	// SafeOff draws what is asked: the zero value.
	SafeOff Safe = iota
	// SafeMend changes what can be changed without another look: level,
	// version, size of the image, finder and alignment patterns, quiet zone.
	// What is then left, such as colours, is drawn as asked; see Code.Warnings.
	SafeMend
	// SafeRequire is SafeMend but returns an error if anything is left.
	SafeRequire
)

// Change is something that Safe did to a design.
type Change struct {
	// Field is the JSON path of the option.
	Field string `json:"field"`
	// From is its value before.
	From string `json:"from"`
	// To is its value after.
	To string `json:"to"`
	// Check is the condition that was not met.
	Check Check `json:"check"`
}

// Changes returns what Safe changed; none with SafeOff.
func (c *Code) Changes() []Change { return c.changes }

func (p plan) drawSafe(text string, mode Safe) (*Code, error) {
	asked := p
	if err := p.mend(text); err != nil {
		return nil, err
	}
	code, err := p.draw(text)
	if err != nil {
		return nil, err
	}
	before, err := encode(text, asked.spec)
	if err != nil {
		return nil, err
	}
	code.changes = p.changesSince(asked, before.version, code.Version())
	if mode == SafeRequire {
		if err := unsafeError(code.Warnings()); err != nil {
			return nil, err
		}
	}
	return code, nil
}

func unsafeError(warnings []Warning) error {
	var errs []error
	for _, w := range warnings {
		errs = append(errs, &FieldError{Field: w.Field, Reason: w.Reason})
	}
	return errors.Join(errs...)
}

// mend changes the plan so that its pictures of the text scan, as far as that
// can be had without other colours or a larger picture.
func (p *plan) mend(text string) error {
	symbol, err := encode(text, p.spec)
	if err != nil {
		return err
	}
	if p.design.Shape == ShapeCircle {
		p.gap = MinQuietZone
	}
	if err := p.mendQuietZone(symbol.grid.size); err != nil {
		return err
	}
	if p.hasImage() {
		if err := p.mendImage(text, symbol.version); err != nil {
			return err
		}
	}
	return p.mendPatterns(cmp.Or(p.spec.version, symbol.version))
}

func (p *plan) hasImage() bool { return p.logo != nil && p.design.ImageOptions.size() != 0 }

// mendPatterns makes rings, centres and alignment patterns solid, and the
// centres even and of the same figure as the rings. What rings scanners find
// depends on the size of the modules, so that comes last.
func (p *plan) mendPatterns(version int) error {
	d, err := p.arrange(17 + 4*version)
	if err != nil {
		return err
	}
	p.design.CornersSquare.Type, _ = p.design.solidRing(d.layout.symbol.dot)
	if solid := p.design.solidCentres(); !slices.Contains(solid, p.design.centre()) {
		p.design.CornersDot.Type = solid[0]
	}
	if flat := p.design.flatCentre(); flat != "" {
		p.design.CornersDot.Gradient, p.design.CornersDot.Color = nil, flat
	}
	p.solid = p.design.weakAlignment(p.hasImage())
	return nil
}

// mendQuietZone widens the margin until the quiet zone is there. If the picture
// is too small for that, the margin stays.
func (p *plan) mendQuietZone(modules int) error {
	asked := p.design.Margin
	for ; ; p.design.Margin++ {
		d, err := p.arrange(modules)
		switch {
		case err != nil && p.design.Margin == asked:
			return err
		case err != nil:
			p.design.Margin = asked
			return nil
		}
		if _, bad := d.checkQuietZone(); !bad {
			return nil
		}
	}
}

func (p plan) changesSince(asked plan, before, after int) []Change {
	var list []Change
	add := func(field string, from, to any, check Check) {
		if from != to {
			list = append(list, Change{field, fmt.Sprint(from), fmt.Sprint(to), check})
		}
	}
	add("qrOptions.errorCorrectionLevel", asked.spec.level, p.spec.level, CheckImage)
	add("qrOptions.typeNumber", before, after, CheckImage)
	add("imageOptions.imageSize", asked.design.ImageOptions.size(), p.design.ImageOptions.size(), CheckImage)
	add("cornersSquareOptions.type", asked.design.ring(), p.design.ring(), CheckFinder)
	add("cornersDotOptions.type", asked.design.centre(), p.design.centre(), CheckFinder)
	if asked.design.flatCentre() != "" {
		add("cornersDotOptions.gradient", "gradient", p.design.CornersDot.Color, CheckFinder)
	}
	if p.solid && after > 1 {
		add("dotsOptions.type", asked.design.Dots.Type, p.design.Dots.Type+" with square alignment patterns", CheckAlignment)
	}
	add("margin", asked.design.Margin, p.design.Margin, CheckQuietZone)
	if p.design.Shape == ShapeCircle {
		add("shape", fmt.Sprintf("circle %d module from the code", asked.gap), fmt.Sprintf("circle %d modules from the code", p.gap), CheckQuietZone)
	}
	return list
}
