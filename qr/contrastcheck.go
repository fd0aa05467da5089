package qr

import (
	"fmt"
	"image/color"
)

// element is a part of a picture and the colours it takes, laid over the ground.
type element struct {
	field  string
	colors []color.NRGBA
}

// elements are the parts of the code that must stand out from the ground.
func (d drawing) elements() []element {
	dots, square, dot := d.design.Dots, d.design.CornersSquare, d.design.CornersDot
	css := dots.Color
	if css == "" {
		css = "black"
	}
	list := []element{{"dotsOptions", paintColors(css, dots.Gradient)}}
	if square.ownPaint() {
		list = append(list, element{"cornersSquareOptions", paintColors(square.Color, square.Gradient)})
	}
	if dot.ownPaint() {
		list = append(list, element{"cornersDotOptions", paintColors(dot.Color, dot.Gradient)})
	}
	return list
}

// ground are the colours of the background; those behind it are taken as white.
func (d drawing) ground() []color.NRGBA {
	css := d.design.Background.Color
	if css == "" {
		css = "white"
	}
	colors := paintColors(css, d.design.Background.Gradient)
	for i, c := range colors {
		colors[i] = onto(c, color.NRGBA{R: 255, G: 255, B: 255, A: 255})
	}
	return colors
}

// paintColors are the colour or the stops of a paint, and colours between
// them: two stops can mix to a darker colour than either.
func paintColors(css string, g *Gradient) []color.NRGBA {
	if g == nil {
		c, _ := parseColor(css)
		return []color.NRGBA{c}
	}
	stops := rampStops(g.Stops)
	list := []color.NRGBA{stops[0].color}
	for i, s := range stops[1:] {
		for quarter := 1.0; quarter <= 4; quarter++ {
			list = append(list, mixColors(stops[i].color, s.color, quarter/4))
		}
	}
	return list
}

// pairs calls f with every colour of the code, as it looks on the ground, and
// every colour of the ground until f returns false.
func (d drawing) pairs(f func(field string, code, ground color.NRGBA) bool) {
	ground := d.ground()
	for _, e := range d.elements() {
		for _, c := range e.colors {
			for _, g := range ground {
				if !f(e.field, onto(c, g), g) {
					return
				}
			}
		}
	}
}

func (d drawing) checkContrast() (Warning, bool) {
	worst, w := float64(MinContrast), Warning{}
	d.pairs(func(field string, code, ground color.NRGBA) bool {
		if ratio := contrast(code, ground); ratio < worst {
			worst = ratio
			w = Warning{CheckContrast, field, fmt.Sprintf("contrast of %s on %s is %.2f; scanners need %.1f", hex(code), hex(ground), ratio, MinContrast)}
		}
		return true
	})
	return w, w != Warning{}
}

func (d drawing) checkInverted() (Warning, bool) {
	var w Warning
	d.pairs(func(field string, code, ground color.NRGBA) bool {
		if luminance(code) > luminance(ground) {
			w = Warning{CheckInverted, field, fmt.Sprintf("%s is lighter than the background %s; many scanners read only dark on light", hex(code), hex(ground))}
		}
		return w == Warning{}
	})
	return w, w != Warning{}
}

func (d drawing) checkBackground() (Warning, bool) {
	b := d.design.Background
	css := b.Color
	if css == "" {
		css = "white"
	}
	for _, c := range paintColors(css, b.Gradient) {
		if c.A != 255 {
			return Warning{CheckBackground, "backgroundOptions", "the background is transparent; what lies behind decides whether the code scans"}, true
		}
	}
	return Warning{}, false
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
