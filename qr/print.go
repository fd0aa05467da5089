package qr

import (
	"bytes"

	"github.com/linkpack/linkpack-go/qr/internal/imagefile"
)

// MaxPrint is the largest width of a printed picture in mm.
const MaxPrint = 2000

// pxPerMM is the resolution of px in CSS and SVG: 96 to an inch.
const pxPerMM = 96 / 25.4

// PDF returns the picture as a PDF file with one page of the given width in mm,
// more than 0 and at most MaxPrint; the height is in proportion. A width of 0
// means that of the design, at 96 px an inch. Figures and gradients are those of
// the SVG file and sharp at any size; what is transparent shows the paper. An
// error about the width is a FieldError.
func (c *Code) PDF(width float64) ([]byte, error) {
	scene := c.drawing.Scene()
	if width == 0 {
		width = float64(scene.Width) / pxPerMM
	}
	if !(width > 0 && width <= MaxPrint) {
		return nil, &FieldError{Field: "width", Reason: "must be more than 0 and at most 2000 mm"}
	}
	var b bytes.Buffer
	err := imagefile.PDF(&b, scene, width*imagefile.PointsPerMM/float64(scene.Width))
	return b.Bytes(), err
}
