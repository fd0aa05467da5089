package qr

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// check checks everything but the image and whether the code fits into the
// picture.
func (d *Design) check() error {
	checks := []func() error{
		d.checkCanvas, d.checkImageOptions, d.QR.check, d.Dots.check,
		func() error { return d.CornersSquare.check("cornersSquareOptions", ringTypes()) },
		func() error { return d.CornersDot.check("cornersDotOptions", centreTypes()) },
		d.Background.check,
		func() error { return oneOf("outputFileFormat", d.Format, formats()...) },
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// oneOf checks that a name is in the list. "" is left out of the message.
func oneOf[T ~string](field string, value T, allowed ...T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	names := make([]string, 0, len(allowed))
	for _, name := range allowed {
		if name != "" {
			names = append(names, string(name))
		}
	}
	return invalid.Field(field, "%q is not one of %s", value, strings.Join(names, ", "))
}

func checkRange(field string, value, least, most float64) error {
	if value >= least && value <= most { // false for NaN
		return nil
	}
	if math.IsInf(most, 1) {
		return invalid.Field(field, "%g must not be below %g", value, least)
	}
	return invalid.Field(field, "%g must be between %g and %g", value, least, most)
}

func (d *Design) checkCanvas() error {
	if err := checkRange("width", float64(cmp.Or(d.Width, defaultSize)), 1, MaxSize); err != nil {
		return err
	}
	if err := checkRange("height", float64(cmp.Or(d.Height, defaultSize)), 1, MaxSize); err != nil {
		return err
	}
	if err := checkRange("margin", d.Margin, 0, MaxSize); err != nil {
		return err
	}
	return oneOf("shape", d.Shape, shapes()...)
}

func (d *Design) checkImageOptions() error {
	if err := checkRange("imageOptions.imageSize", valueOr(d.ImageOptions.Size, defaultImageSize), 0, maxImageShare); err != nil {
		return err
	}
	return checkRange("imageOptions.margin", d.ImageOptions.Margin, 0, MaxSize)
}

// maxImageShare is an imageSize at which any image fills the middle.
const maxImageShare = 20

func (o *SymbolOptions) check() error {
	if err := checkRange("qrOptions.typeNumber", float64(o.Version), 0, 40); err != nil {
		return err
	}
	if err := oneOf("qrOptions.mode", o.Mode, modes()...); err != nil {
		return err
	}
	return oneOf("qrOptions.errorCorrectionLevel", cmp.Or(o.Level, LevelQ), levels()...)
}

func (o *DotsOptions) check() error {
	if err := oneOf("dotsOptions.type", o.Type, dotTypes()...); err != nil {
		return err
	}
	return checkPaint("dotsOptions", o.Color, o.Gradient)
}

func (o *CornerOptions) check(field string, allowed []CornerType) error {
	if err := oneOf(field+".type", o.Type, allowed...); err != nil {
		return err
	}
	return checkPaint(field, o.Color, o.Gradient)
}

func (o *BackgroundOptions) check() error {
	if err := checkRange("backgroundOptions.round", o.Round, 0, 1); err != nil {
		return err
	}
	return checkPaint("backgroundOptions", o.Color, o.Gradient)
}

func checkPaint(field, css string, g *Gradient) error {
	if css != "" {
		if _, ok := paint.ParseColor(css); !ok {
			return invalid.Field(field+".color", "%q is not a colour", css)
		}
	}
	if g == nil {
		return nil
	}
	return g.check(field + ".gradient")
}

// maxStops limits the work for one px.
const maxStops = 64

func (g *Gradient) check(field string) error {
	if err := oneOf(field+".type", g.Type, gradientTypes()...); err != nil {
		return err
	}
	if math.IsNaN(g.Rotation) || math.Abs(g.Rotation) > 1e6 {
		return invalid.Field(field+".rotation", "%g is not an angle in radians", g.Rotation)
	}
	if len(g.Stops) == 0 || len(g.Stops) > maxStops {
		return invalid.Field(field+".colorStops", "must hold 1 to %d stops", maxStops)
	}
	for i, s := range g.Stops {
		at := fmt.Sprintf("%s.colorStops[%d]", field, i)
		if err := checkRange(at+".offset", s.Offset, 0, 1); err != nil {
			return err
		}
		if _, ok := paint.ParseColor(s.Color); !ok {
			return invalid.Field(at+".color", "%q is not a colour", s.Color)
		}
	}
	return nil
}
