// Package mend changes a design so that scanners read it.
package mend

import (
	"cmp"

	"github.com/linkpack/linkpack-go/qr/internal/check"
	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Draw draws a text with a changed design that passes the checks, as far as that
// is possible without other colours or a larger picture. It returns what it
// changed. Errors are invalid.Errors.
func Draw(asked *draw.Design, text string) (draw.Drawing, []Change, error) {
	before, err := symbol.Encode(text, asked.Spec)
	if err != nil {
		return draw.Drawing{}, nil, err
	}
	mended := *asked
	if err := mend(&mended, text, before); err != nil {
		return draw.Drawing{}, nil, err
	}
	drawing, err := draw.New(&mended, text)
	if err != nil {
		return draw.Drawing{}, nil, err
	}
	return drawing, changes(asked, &mended, before.Version, drawing.Symbol.Version), nil
}

func mend(d *draw.Design, text string, s *symbol.Symbol) error {
	if d.Circle {
		d.Gap = check.MinQuietZone
	}
	if err := widenQuietZone(d, s.Grid.Size); err != nil {
		return err
	}
	if d.HasImage() {
		if err := fitImage(d, text, s.Version); err != nil {
			return err
		}
	}
	return solidPatterns(d, cmp.Or(d.Spec.Version, s.Version))
}

// widenQuietZone widens the margin until the quiet zone is wide enough. If the
// picture is too small for that, the margin stays.
func widenQuietZone(d *draw.Design, modules int) error {
	asked := d.Margin
	for ; ; d.Margin++ {
		drawing, err := draw.Arrange(d, modules)
		switch {
		case err != nil && d.Margin == asked:
			return err
		case err != nil:
			d.Margin = asked
			return nil
		case check.HasQuietZone(drawing):
			return nil
		}
	}
}

// solidPatterns makes rings, centres and alignment patterns solid, and the
// centres even and of the same figure as the rings. It comes last, since the
// rings that scanners find depend on the size of the modules.
func solidPatterns(d *draw.Design, version int) error {
	drawing, err := draw.Arrange(d, symbol.Size(version))
	if err != nil {
		return err
	}
	d.Ring.Type, _ = check.SolidRing(d, drawing.Layout.Symbol.Dot)
	d.Centre.Type, _ = check.SolidCentre(d)
	if darkest := check.UnevenCentre(d); darkest != nil {
		d.Centre.Paint = darkest.Plain()
	}
	d.SolidAlignment = check.WeakAlignment(d)
	return nil
}
