package qr

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// readTheme reads Linkbreakers' themeColor: a type, colours in render order, a
// CSS direction ("135deg", "to right"; top to bottom by default, as in CSS) and
// stops ("0%").
func readTheme(t jsonReader) (string, *Gradient) {
	colors := readStrings(t, "colors")
	if len(colors) == 0 {
		t.fail("colors", "must hold at least one colour")
		return "", nil
	}
	switch kind := t.text("type"); kind {
	case "", "THEME_COLOR_TYPE_UNSPECIFIED", "THEME_COLOR_TYPE_SOLID":
		return colors[0], nil
	case "THEME_COLOR_TYPE_LINEAR":
		return "", &Gradient{Type: GradientLinear, Rotation: readDirection(t), Stops: readThemeStops(t, colors)}
	case "THEME_COLOR_TYPE_RADIAL":
		return "", &Gradient{Type: GradientRadial, Stops: readThemeStops(t, colors)}
	default:
		t.fail("type", strconv.Quote(kind)+" is not a theme colour type")
		return "", nil
	}
}

func readStrings(r jsonReader, name string) []string {
	var list []string
	for _, item := range r.list(name) {
		var s string
		if json.Unmarshal(item, &s) != nil {
			r.fail(name, "must be a list of strings")
		}
		list = append(list, s)
	}
	return list
}

func readThemeStops(t jsonReader, colors []string) []Stop {
	offsets := readStrings(t, "stops")
	if len(offsets) != 0 && len(offsets) != len(colors) {
		t.fail("stops", "must have as many entries as colors")
		return nil
	}
	stops := make([]Stop, len(colors))
	for i, color := range colors {
		stops[i] = Stop{Offset: float64(i) / float64(max(len(colors)-1, 1)), Color: color}
		if len(offsets) == 0 {
			continue
		}
		percent, err := parseDecimal(strings.TrimSuffix(strings.TrimSpace(offsets[i]), "%"))
		if err != nil {
			t.fail("stops", strconv.Quote(offsets[i])+" is not a percentage")
		}
		stops[i].Offset = percent / 100
	}
	return stops
}

// readDirection turns a CSS gradient direction, where 0deg points up and
// 90deg right, into a rotation, where 0 points right.
func readDirection(t jsonReader) float64 {
	direction := strings.ToLower(strings.TrimSpace(t.text("direction")))
	degrees, ok := sideAngle(direction)
	if !ok {
		f, err := parseDecimal(strings.TrimSuffix(direction, "deg"))
		if err != nil {
			t.fail("direction", strconv.Quote(direction)+` is not a direction such as "135deg" or "to right"`)
			return 0
		}
		degrees = f
	}
	return math.Mod(degrees-90, 360) * math.Pi / 180
}

func sideAngle(direction string) (float64, bool) {
	switch direction {
	case "", "to bottom":
		return 180, true
	case "to top":
		return 0, true
	case "to right":
		return 90, true
	case "to left":
		return 270, true
	case "to top right", "to right top":
		return 45, true
	case "to bottom right", "to right bottom":
		return 135, true
	case "to bottom left", "to left bottom":
		return 225, true
	case "to top left", "to left top":
		return 315, true
	}
	return 0, false
}
