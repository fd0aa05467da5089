package check

import "github.com/linkpack/linkpack-go/qr/internal/draw"

// WeakAlignment reports whether scanners lose the alignment patterns of a
// design: they are made of dots that do not touch, or rounded while an image hides
// other parts of the code.
func WeakAlignment(d *draw.Design) bool {
	return d.Dots.Separate() || d.HasImage() && d.Dots != draw.Square
}

// checkAlignment passes version 1, which has no alignment patterns.
func checkAlignment(d draw.Drawing) (Warning, bool) {
	const reason = "some scanners miss alignment patterns that are not solid squares"
	weak := d.Symbol.Version > 1 && !d.Design.SolidAlignment && WeakAlignment(d.Design)
	return Warning{Alignment, "dotsOptions.type", reason}, weak
}
