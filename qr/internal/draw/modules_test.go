package draw

import (
	"testing"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// TestTouchingModulesAreOneFigure draws a full block of modules, which is one
// square.
func TestTouchingModulesAreOneFigure(t *testing.T) {
	full := func(int, int) bool { return true }
	var p outline.Path
	addModules(&p, symbol.NewGrid(5, full), Square, Placement{10, 10, 3})
	if got, want := string(p.AppendSVG(nil)), "M25 10L25 25L10 25L10 10Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
