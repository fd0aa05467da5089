package draw

import (
	"math"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// addBubble adds a circle in the middle of a cell. Its size is random, but always
// the same for the same place in the picture, and larger without neighbours than
// among many.
func addBubble(p *outline.Path, b outline.Box, neighbours int) {
	side := b.W * bubbleScale(b, neighbours)
	inset := (b.W - side) / 2
	p.RoundedRect(outline.Box{X: b.X + inset, Y: b.Y + inset, W: side, H: side}, side/2)
}

// bubbleScale returns the size of a bubble as a share of its cell, 0.65 to 1.
// Linkbreakers draws some bubbles up to 15 % larger than the cell. They would
// overlap their neighbours, and outlines must not overlap.
func bubbleScale(b outline.Box, neighbours int) float64 {
	scale := 0.75 + 0.35*noise(b.X, b.Y)
	switch {
	case neighbours == 0:
		scale += 0.1
	case neighbours >= 3:
		scale -= 0.1
	}
	return min(scale, 1)
}

// noise returns a number from 0 to below 1 that differs from place to place.
func noise(x, y float64) float64 {
	v := math.Sin(12.9898*x+78.233*y) * 43758.5453123
	return v - math.Floor(v)
}
