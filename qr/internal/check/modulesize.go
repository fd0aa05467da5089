package check

import (
	"fmt"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// MinModule is the least width of a module in px.
const MinModule = 3

func checkModuleSize(d draw.Drawing) (Warning, bool) {
	dot := d.Layout.Symbol.Dot
	return Warning{ModuleSize, "width", fmt.Sprintf("modules are %.1f px wide; scanners need %d", dot, MinModule)}, dot < MinModule
}
