package qr

import (
	"image"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/imagefile"
	"github.com/linkpack/linkpack-go/qr/internal/mend"
	"github.com/linkpack/linkpack-go/qr/internal/raster"
)

// Code is a drawn text. It is immutable and safe for concurrent use.
type Code struct {
	text    string
	style   *Style
	drawing draw.Drawing
	changes []mend.Change
}

// Version returns the version of the symbol, 1 to 40. Version v has 17+4v modules
// per side.
func (c *Code) Version() int { return c.drawing.Symbol.Version }

// Level returns the error correction level of the symbol.
func (c *Code) Level() Level { return Level(c.drawing.Symbol.Level) }

// Mask returns the mask pattern of the symbol, 0 to 7.
func (c *Code) Mask() int { return c.drawing.Symbol.Mask }

// Image returns the picture with premultiplied alpha. The caller owns it.
func (c *Code) Image() *image.RGBA { return raster.Draw(c.drawing.Scene()) }

// Encode returns the picture as a file. If the format is "", it takes that of
// the design, which is PNG by default. PNG and WebP are lossless; in JPEG, what
// is transparent becomes white. PDF has the size that [Code.PDF] gives it for 0.
func (c *Code) Encode(f Format) ([]byte, error) {
	if f == "" {
		f = c.style.format
	}
	switch f {
	case "", PNG:
		scene := c.drawing.Scene()
		return c.style.png.Encode(raster.Draw(scene), scene.Opaque())
	case SVG:
		return imagefile.SVG(c.drawing.Scene())
	case JPEG:
		return imagefile.JPEG(c.Image())
	case WebP:
		return imagefile.WebP(c.Image())
	case PDF:
		return c.PDF(0)
	}
	return nil, fieldError(oneOf("format", f, formats()...))
}
