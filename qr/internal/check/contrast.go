package check

import (
	"fmt"
	"image/color"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// minContrast is a WCAG 2 contrast ratio.
const minContrast = 4.5

// element is a part of the code and its colours.
type element struct {
	field  string
	colors []color.NRGBA
}

// elements are the parts of the code that must stand out from the background.
func elements(d *draw.Design) []element {
	list := []element{{"dotsOptions", colorsOf(d.DotsPaint)}}
	if d.Ring.Paint != nil {
		list = append(list, element{"cornersSquareOptions", colorsOf(*d.Ring.Paint)})
	}
	if d.Centre.Paint != nil {
		list = append(list, element{"cornersDotOptions", colorsOf(*d.Centre.Paint)})
	}
	return list
}

// background returns the colours of the background as they look on white.
func background(d *draw.Design) []color.NRGBA {
	colors := colorsOf(d.Background)
	for i, c := range colors {
		colors[i] = onto(c, color.NRGBA{R: 255, G: 255, B: 255, A: 255})
	}
	return colors
}

// colorsOf returns the colour of a paint, or the stops of its gradient and
// colours between them: two stops can mix to a darker colour than either.
func colorsOf(p paint.Paint) []color.NRGBA {
	if p.Gradient == nil {
		return []color.NRGBA{p.Color}
	}
	stops := p.Gradient.Stops
	list := []color.NRGBA{stops[0].Color}
	for i, s := range stops[1:] {
		for quarter := 1.0; quarter <= 4; quarter++ {
			list = append(list, paint.Mix(stops[i].Color, s.Color, quarter/4))
		}
	}
	return list
}

// eachPair calls f with every colour of the code, as it looks on the
// background, and every colour of the background until f returns false.
func eachPair(d *draw.Design, f func(field string, code, back color.NRGBA) bool) {
	backs := background(d)
	for _, e := range elements(d) {
		for _, c := range e.colors {
			for _, b := range backs {
				if !f(e.field, onto(c, b), b) {
					return
				}
			}
		}
	}
}

func checkContrast(d draw.Drawing) (Warning, bool) {
	worst, w := float64(minContrast), Warning{}
	eachPair(d.Design, func(field string, code, back color.NRGBA) bool {
		if ratio := contrast(code, back); ratio < worst {
			worst = ratio
			w = Warning{Contrast, field, fmt.Sprintf("contrast of %s on %s is %.2f; scanners need %.1f", hex(code), hex(back), ratio, minContrast)}
		}
		return true
	})
	return w, w != Warning{}
}

func checkInverted(d draw.Drawing) (Warning, bool) {
	var w Warning
	eachPair(d.Design, func(field string, code, back color.NRGBA) bool {
		if luminance(code) > luminance(back) {
			w = Warning{Inverted, field, fmt.Sprintf("%s is lighter than the background %s; many scanners read only dark on light", hex(code), hex(back))}
		}
		return w == Warning{}
	})
	return w, w != Warning{}
}

func checkBackground(d draw.Drawing) (Warning, bool) {
	for _, c := range colorsOf(d.Design.Background) {
		if c.A != 255 {
			return Warning{Background, "backgroundOptions", "the background is transparent; what lies behind decides whether the code scans"}, true
		}
	}
	return Warning{}, false
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
