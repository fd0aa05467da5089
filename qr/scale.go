package qr

import (
	"cmp"
	"math"
)

// Scaled returns a copy of the design for a picture of another width in px.
// Height and margins change in proportion. If the width is 0, nothing changes.
// The copy shares gradients and the image with the design.
func (d *Design) Scaled(width int) *Design {
	c := *d
	if width == 0 {
		return &c
	}
	factor := float64(width) / float64(cmp.Or(d.Width, defaultSize))
	c.Width = width
	c.Height = max(int(math.Round(float64(cmp.Or(d.Height, defaultSize))*factor)), 1)
	c.Margin *= factor
	c.ImageOptions.Margin *= factor
	return &c
}
