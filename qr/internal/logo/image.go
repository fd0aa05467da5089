package logo

import (
	"image"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// Image is a decoded image. It is safe for concurrent use.
type Image struct {
	Pixels *image.RGBA // scaled down if it was large
	Ratio  float64     // height by width of the original
	// last is the image as it was last drawn. Most codes of a style have the same
	// size, so that it is scaled once.
	last atomic.Pointer[scaled]
}

// scaled is an image scaled to a place in a picture.
type scaled struct {
	box    outline.Box
	pixels *image.RGBA
}

// Placed is an image with a place in a picture.
type Placed struct {
	Image *Image      // what is drawn
	Box   outline.Box // where
}

// Pixels returns the image scaled to its place. Its bounds are those in the
// picture. It must not be changed.
func (p *Placed) Pixels() *image.RGBA {
	drawn := p.Image.last.Load()
	if drawn == nil || drawn.box != p.Box {
		drawn = &scaled{p.Box, scale(p.Image.Pixels, p.Box)}
		p.Image.last.Store(drawn)
	}
	return drawn.pixels
}

// Touches reports whether any part of the image that is not wholly transparent
// lies in a square of px.
func (p *Placed) Touches(at outline.Point, side float64) bool {
	pixels := p.Image.Pixels
	scaleX, scaleY := float64(pixels.Rect.Dx())/p.Box.W, float64(pixels.Rect.Dy())/p.Box.H
	square := outline.Box{X: (at.X - p.Box.X) * scaleX, Y: (at.Y - p.Box.Y) * scaleY, W: side * scaleX, H: side * scaleY}
	area := square.Pixels().Intersect(pixels.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if pixels.Pix[pixels.PixOffset(x, y)+3] != 0 {
				return true
			}
		}
	}
	return false
}
