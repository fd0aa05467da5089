package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/invalid"
	"github.com/linkpack/linkpack-go/qr/internal/logo"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Drawing is a symbol and an image with their places in a picture.
type Drawing struct {
	Design  *Design        // must not be changed
	Symbol  *symbol.Symbol // nil if only the size is known
	Layout  Layout         // of the symbol
	Image   *logo.Placed   // nil if none
	cleared clearedArea
}

// New encodes a text and arranges it. Errors are invalid.Errors.
func New(d *Design, text string) (Drawing, error) {
	s, err := symbol.Encode(text, d.Spec)
	if err != nil {
		return Drawing{}, err
	}
	drawing, err := Arrange(d, s.Grid.Size)
	drawing.Symbol = s
	return drawing, err
}

// Arrange places a symbol with n modules per side and the image. Errors are
// invalid.Errors.
func Arrange(d *Design, n int) (Drawing, error) {
	layout, err := NewLayout(d, n)
	if err != nil {
		return Drawing{}, err
	}
	drawing := Drawing{Design: d, Layout: layout}
	return drawing, drawing.placeImage()
}

func (d *Drawing) placeImage() error {
	if !d.Design.HasImage() {
		return nil
	}
	l, ratio := d.Layout, d.Design.Image.Ratio
	fit := fitImage(d.Design.ImageSize*d.Design.Spec.Level.Capacity(), ratio, l.Modules, l.Symbol.Dot)
	if fit.rows < 1 || fit.cols < 1 {
		return invalid.Field("imageOptions.imageSize", "%g is too small for the image", d.Design.ImageSize)
	}
	b := fit.box(l, d.Design.ImageMargin, ratio)
	if b.W < 1 || b.H < 1 {
		return noRoom(d.Design.ImageMargin, fit)
	}
	d.Image = &logo.Placed{Image: d.Design.Image, Box: b}
	if d.Design.HideDots {
		d.cleared = clearedArea{rows: fit.rows, cols: fit.cols, modules: l.Modules}
	}
	return nil
}

// noRoom is the error for an image of which nothing would show.
func noRoom(margin float64, fit imageFit) error {
	if margin > 0 {
		return invalid.Field("imageOptions.margin", "%g px leave nothing of an image of %g×%g px", margin, fit.width, fit.height)
	}
	return invalid.Field("image", "is too narrow: %g×%g px of it would show", fit.width, fit.height)
}

// clearedArea is the block of modules left out under the image.
type clearedArea struct{ rows, cols, modules int }

func (c clearedArea) has(row, col int) bool {
	n := c.modules
	return 2*row >= n-c.rows && 2*row < n+c.rows && 2*col >= n-c.cols && 2*col < n+c.cols
}

// Covers reports whether a module is left out for the image, or lies under a
// part of it that is not wholly transparent.
func (d Drawing) Covers(row, col int) bool {
	if d.Image == nil {
		return false
	}
	place := d.Layout.Symbol
	return d.cleared.has(row, col) || d.Image.Touches(place.Corner(row, col), place.Dot)
}
