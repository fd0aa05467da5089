package qr

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/decimal"
	"github.com/linkpack/linkpack-go/qr/internal/jsonfields"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// readTheme reads Linkbreakers' themeColor: a type, colours in order, a CSS
// direction ("135deg" or "to right"; from top to bottom by default, as in CSS) and
// stops ("0%").
func readTheme(t jsonfields.Object) (string, *Gradient) {
	colors := readThemeColors(t)
	if len(colors) == 0 {
		return "", nil
	}
	switch kind := t.Text("type"); kind {
	case "", "THEME_COLOR_TYPE_UNSPECIFIED", "THEME_COLOR_TYPE_SOLID":
		return colors[0], nil
	case "THEME_COLOR_TYPE_LINEAR":
		return "", &Gradient{Type: GradientLinear, Rotation: readDirection(t), Stops: readThemeStops(t, colors)}
	case "THEME_COLOR_TYPE_RADIAL":
		return "", &Gradient{Type: GradientRadial, Stops: readThemeStops(t, colors)}
	default:
		t.Fail("type", strconv.Quote(kind)+" is not a theme colour type")
		return "", nil
	}
}

// readThemeColors reads the colours. If one is wrong, it returns none.
func readThemeColors(t jsonfields.Object) []string {
	colors := t.Strings("colors")
	if len(colors) == 0 || len(colors) > maxStops {
		t.Fail("colors", fmt.Sprintf("must hold 1 to %d colours", maxStops))
		return nil
	}
	for i, color := range colors {
		if _, ok := paint.ParseColor(color); !ok {
			t.Fail(fmt.Sprintf("colors[%d]", i), strconv.Quote(color)+" is not a colour")
			return nil
		}
	}
	return colors
}

func readThemeStops(t jsonfields.Object, colors []string) []Stop {
	offsets := t.Strings("stops")
	if len(offsets) != 0 && len(offsets) != len(colors) {
		t.Fail("stops", "must have as many entries as colors")
		return nil
	}
	stops := make([]Stop, len(colors))
	for i, color := range colors {
		stops[i] = Stop{Offset: float64(i) / float64(max(len(colors)-1, 1)), Color: color}
		if len(offsets) == 0 {
			continue
		}
		percent, err := decimal.Parse(strings.TrimSuffix(strings.TrimSpace(offsets[i]), "%"))
		if err != nil || percent < 0 || percent > 100 {
			t.Fail("stops", strconv.Quote(offsets[i])+" is not a percentage from 0% to 100%")
		}
		stops[i].Offset = percent / 100
	}
	return stops
}

// readDirection turns a CSS gradient direction, where 0deg points up and 90deg to
// the right, into a rotation, where 0 points to the right.
func readDirection(t jsonfields.Object) float64 {
	direction := strings.ToLower(strings.TrimSpace(t.Text("direction")))
	degrees, ok := sideAngle(direction)
	if !ok {
		f, err := decimal.Parse(strings.TrimSuffix(direction, "deg"))
		if err != nil {
			t.Fail("direction", strconv.Quote(direction)+` is not a direction such as "135deg" or "to right"`)
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
