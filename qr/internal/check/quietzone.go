package check

import (
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// MinQuietZone is the least empty space around a symbol in modules
// (ISO/IEC 18004).
const MinQuietZone = 4

// HasQuietZone reports whether there is enough empty background around the
// symbol.
func HasQuietZone(d draw.Drawing) bool {
	_, bad := quietZone(d)
	return !bad
}

func quietZone(d draw.Drawing) (Warning, bool) {
	if space := spaceAround(d); space < MinQuietZone {
		return Warning{QuietZone, "margin", fmt.Sprintf("%.1f modules of quiet zone; scanners need %d", space, MinQuietZone)}, true
	}
	if !backgroundHolds(d, MinQuietZone) {
		return Warning{QuietZone, "backgroundOptions.round", "the rounded background cuts into the quiet zone"}, true
	}
	return Warning{}, false
}

// spaceAround returns the least space around the symbol in modules: to the edge
// of the picture, or to the decoration of a circle.
func spaceAround(d draw.Drawing) float64 {
	l := d.Layout
	side := float64(l.Modules) * l.Symbol.Dot
	space := min(l.Symbol.X, l.Symbol.Y, float64(l.Width)-side-l.Symbol.X, float64(l.Height)-side-l.Symbol.Y)
	if d.Design.Circle {
		space = min(space, float64(d.Design.Gap)*l.Symbol.Dot)
	}
	return space / l.Symbol.Dot
}

// backgroundHolds reports whether the background, whose corners may be rounded,
// lies under the symbol and the given number of modules around it.
func backgroundHolds(d draw.Drawing, modules float64) bool {
	if d.Design.Round == 0 {
		return true
	}
	l := d.Layout
	side := float64(min(l.Width, l.Height))
	inset := (side-float64(l.Modules)*l.Symbol.Dot)/2 - modules*l.Symbol.Dot
	radius := side / 2 * d.Design.Round
	// Compares the corner of the quiet zone with the arc of the background's
	// corner. One px allows for rounding.
	return inset >= radius || math.Sqrt2*(radius-inset) <= radius+1
}
