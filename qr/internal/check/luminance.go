package check

import (
	"image/color"
	"math"
)

// contrast returns the WCAG 2 contrast ratio of two opaque colours, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance returns the WCAG 2 relative luminance, 0 to 1.
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// onto lays a colour over an opaque background.
func onto(c, back color.NRGBA) color.NRGBA {
	mix := func(top, under uint8) uint8 {
		return uint8((int(top)*int(c.A) + int(under)*(255-int(c.A)) + 127) / 255)
	}
	return color.NRGBA{R: mix(c.R, back.R), G: mix(c.G, back.G), B: mix(c.B, back.B), A: 255}
}
