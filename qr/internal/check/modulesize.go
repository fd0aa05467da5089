package check

import (
	"fmt"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// MinModule returns the least width of a module in px. The small discs of a circuit
// need more if their edges are not smoothed: of 40 codes each, zxing-cpp and gozxing
// miss 3 at 4 px, and none at 5 px.
func MinModule(d *draw.Design) float64 {
	if d.Dots == draw.CircuitChip && !d.WholePx {
		return 5
	}
	return 3
}

func checkModuleSize(d draw.Drawing) (Warning, bool) {
	dot, least := d.Layout.Symbol.Dot, MinModule(d.Design)
	return Warning{ModuleSize, "width", fmt.Sprintf("modules are %.1f px wide; scanners need %g", dot, least)}, dot < least
}
