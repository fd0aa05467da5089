package qr

import (
	"cmp"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/logo"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// The defaults of a Design.
const (
	defaultSize      = 300 // px
	defaultImageSize = 0.4
)

// resolve checks a design and returns it with its defaults filled in. Errors are
// invalid.Errors.
func (d *Design) resolve() (draw.Design, error) {
	if err := d.check(); err != nil {
		return draw.Design{}, err
	}
	r := draw.Design{
		Width: cmp.Or(d.Width, defaultSize), Height: cmp.Or(d.Height, defaultSize), Margin: d.Margin,
		WholePx: valueOr(d.Dots.RoundSize, true),
		Circle:  d.Shape == ShapeCircle, Gap: draw.DefaultGap,
		Spec: symbol.Spec{
			Level: symbol.Level(cmp.Or(d.QR.Level, LevelQ)), Mode: symbol.Mode(d.QR.Mode),
			Version: d.QR.Version, Mask: symbol.AutoMask,
		},
		Dots:       draw.DotType(cmp.Or(d.Dots.Type, DotSquare)),
		DotsPaint:  resolvePaint(cmp.Or(d.Dots.Color, "black"), d.Dots.Gradient),
		Ring:       d.CornersSquare.resolve(),
		Centre:     d.CornersDot.resolve(),
		Background: resolvePaint(cmp.Or(d.Background.Color, "white"), d.Background.Gradient),
		Round:      d.Background.Round,
		ImageSize:  valueOr(d.ImageOptions.Size, defaultImageSize), ImageMargin: d.ImageOptions.Margin,
		HideDots: valueOr(d.ImageOptions.HideDots, true),
	}
	if _, err := draw.NewLayout(&r, symbol.Size(1)); err != nil {
		return draw.Design{}, err
	}
	if len(d.Image) == 0 {
		return r, nil
	}
	var err error
	r.Image, err = logo.Decode(d.Image)
	return r, err
}

func (o *CornerOptions) resolve() draw.Corner {
	c := draw.Corner{Type: draw.CornerType(o.Type)}
	if o.Color != "" || o.Gradient != nil {
		own := resolvePaint(o.Color, o.Gradient)
		c.Paint = &own
	}
	return c
}

func resolvePaint(css string, g *Gradient) paint.Paint {
	if g == nil {
		return paint.Plain(css)
	}
	ramp := &paint.Gradient{Radial: g.Type == GradientRadial, Rotation: g.Rotation}
	for _, s := range g.Stops {
		ramp.Add(s.Offset, s.Color)
	}
	return paint.Paint{Gradient: ramp}
}

// valueOr returns what p points to, or the fallback if p is nil.
func valueOr[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}
