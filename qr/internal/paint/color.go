// Package paint reads CSS colours and computes the colours of gradients.
package paint

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"github.com/linkpack/linkpack-go/qr/internal/decimal"
)

// ParseColor reads a CSS colour: #rgb, #rgba, #rrggbb, #rrggbbaa, a name,
// "transparent", rgb(), rgba(), hsl() or hsla(). It reports whether s is one.
func ParseColor(s string) (color.NRGBA, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		return parseHex(hex)
	}
	switch s {
	case "transparent":
		return color.NRGBA{}, true
	case "rebeccapurple": // in CSS since level 4, not in SVG 1.1's names
		return color.NRGBA{R: 0x66, G: 0x33, B: 0x99, A: 255}, true
	}
	if c, ok := colornames.Map[s]; ok {
		return color.NRGBA(c), true // all named colours are opaque
	}
	name, args, ok := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	if !ok || !strings.HasSuffix(s, ")") {
		return color.NRGBA{}, false
	}
	return parseFunction(name, splitArgs(args))
}

func parseHex(hex string) (color.NRGBA, bool) {
	if len(hex) == 3 || len(hex) == 4 {
		var long strings.Builder
		for i := range len(hex) {
			long.WriteByte(hex[i])
			long.WriteByte(hex[i])
		}
		hex = long.String()
	}
	if len(hex) == 6 {
		hex += "ff"
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 8 {
		return color.NRGBA{}, false
	}
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}, true
}

// splitArgs splits both forms of CSS, "r, g, b, alpha" and "r g b / alpha".
func splitArgs(args string) []string {
	if strings.Contains(args, ",") {
		list := strings.Split(args, ",")
		for i, arg := range list {
			list[i] = strings.TrimSpace(arg)
		}
		return list
	}
	channels, alpha, found := strings.Cut(args, "/")
	list := strings.Fields(channels)
	if found {
		list = append(list, strings.TrimSpace(alpha))
	}
	return list
}

func parseFunction(name string, args []string) (color.NRGBA, bool) {
	if len(args) != 3 && len(args) != 4 {
		return color.NRGBA{}, false
	}
	alpha, ok := 1.0, true
	if len(args) == 4 {
		alpha, ok = parseUnit(args[3], 1)
	}
	var rgb [3]float64
	switch name {
	case "rgb", "rgba":
		for i := range rgb {
			v, valid := parseUnit(args[i], 255)
			rgb[i], ok = v, ok && valid
		}
	case "hsl", "hsla":
		hue, err := decimal.Parse(strings.TrimSuffix(args[0], "deg"))
		sat, okS := parseUnit(args[1], 100)
		light, okL := parseUnit(args[2], 100)
		ok = ok && err == nil && okS && okL
		rgb = hslToRGB(hue, sat, light)
	default:
		return color.NRGBA{}, false
	}
	return color.NRGBA{R: to8(rgb[0]), G: to8(rgb[1]), B: to8(rgb[2]), A: to8(alpha)}, ok
}

// parseUnit reads a number, where full stands for 1, or a percentage. The result
// is clamped to 0…1.
func parseUnit(s string, full float64) (float64, bool) {
	if percent, ok := strings.CutSuffix(s, "%"); ok {
		s, full = percent, 100
	}
	v, err := decimal.Parse(s)
	return min(max(v/full, 0), 1), err == nil
}

// hslToRGB is the CSS Color 4 formula.
func hslToRGB(hue, sat, light float64) [3]float64 {
	channel := func(n float64) float64 {
		k := math.Mod(n+math.Mod(hue, 360)/30+24, 12)
		return light - sat*min(light, 1-light)*max(-1, min(k-3, 9-k, 1))
	}
	return [3]float64{channel(0), channel(8), channel(4)}
}

func to8(share float64) uint8 { return uint8(math.Round(share * 255)) }
