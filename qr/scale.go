package qr

import "math"

// Scaled returns a copy of the design for a picture of another width: height
// and margins change in proportion. A width of 0 leaves it as it is. The copy
// shares gradients and the image with the design.
func (d *Design) Scaled(width int) *Design {
	c := *d
	if width == 0 {
		return &c
	}
	factor := float64(width) / float64(d.width())
	c.Width = width
	c.Height = max(int(math.Round(float64(d.height())*factor)), 1)
	c.Margin *= factor
	c.ImageOptions.Margin *= factor
	return &c
}
