package mend

import (
	"fmt"

	"github.com/linkpack/linkpack-go/qr/internal/check"
	"github.com/linkpack/linkpack-go/qr/internal/draw"
)

// Change is an option that was changed. It has the fields of qr.Change.
type Change struct {
	Field string // JSON path
	From  string // value before
	To    string // value after
	Check string // that the design did not pass
}

// changes returns what was changed. The versions are those of the symbols
// before and after.
func changes(asked, mended *draw.Design, before, after int) []Change {
	var list []Change
	add := func(field string, from, to any, check string) {
		if from != to {
			list = append(list, Change{field, fmt.Sprint(from), fmt.Sprint(to), check})
		}
	}
	add("qrOptions.errorCorrectionLevel", asked.Spec.Level, mended.Spec.Level, check.Image)
	add("qrOptions.typeNumber", before, after, check.Image)
	add("imageOptions.imageSize", asked.ImageSize, mended.ImageSize, check.Image)
	add("cornersSquareOptions.type", check.RingType(asked), check.RingType(mended), check.Finder)
	add("cornersDotOptions.type", check.CentreType(asked), check.CentreType(mended), check.Finder)
	if darkest := check.UnevenCentre(asked); darkest != nil {
		add("cornersDotOptions.gradient", "gradient", darkest.CSS, check.Finder)
	}
	if mended.SolidAlignment && after > 1 {
		add("dotsOptions.type", asked.Dots, mended.Dots+" with square alignment patterns", check.Alignment)
	}
	add("margin", asked.Margin, mended.Margin, check.QuietZone)
	if mended.Circle {
		add("shape", fmt.Sprintf("circle %d module from the code", asked.Gap), fmt.Sprintf("circle %d modules from the code", mended.Gap), check.QuietZone)
	}
	return list
}
