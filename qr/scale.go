package qr

import (
	"cmp"
	"math"
)

// Scaled returns a copy of the design for a picture of another width in px.
// Height and margins change in proportion. If the width is 0, nothing changes.
// The copy shares gradients and the image with the design. A nil design is the
// default one.
func (d *Design) Scaled(width int) *Design {
	var c Design
	if d != nil {
		c = *d
	}
	if width == 0 {
		return &c
	}
	factor := float64(width) / float64(cmp.Or(c.Width, defaultSize))
	c.Width = width
	c.Height = max(int(math.Round(float64(cmp.Or(c.Height, defaultSize))*factor)), 1)
	c.Margin *= factor
	c.ImageOptions.Margin *= factor
	return &c
}
