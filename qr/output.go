package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"github.com/HugoSmits86/nativewebp"
)

// Image returns the picture in px, with premultiplied alpha. The caller owns
// it.
func (c *Code) Image() *image.RGBA { return c.drawing.scene().raster() }

// PNG returns the picture as a PNG file, with a palette when it has at most 256
// colours.
func (c *Code) PNG() ([]byte, error) {
	s := c.drawing.scene()
	return c.png.encode(s.raster(), s.opaque())
}

// jpegQuality keeps the edges of modules clean.
const jpegQuality = 92

// JPEG returns the picture as a JPEG file. JPEG knows no transparency: what is
// transparent becomes white.
func (c *Code) JPEG() ([]byte, error) {
	m := c.Image()
	matte := image.NewRGBA(m.Rect)
	draw.Draw(matte, matte.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(matte, matte.Rect, m, image.Point{}, draw.Over)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, matte, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("qr: encode JPEG: %w", err)
	}
	return b.Bytes(), nil
}

// WebP returns the picture as a lossless WebP file.
func (c *Code) WebP() ([]byte, error) {
	m := c.Image()
	straight := image.NewNRGBA(m.Rect)
	draw.Draw(straight, straight.Rect, m, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := nativewebp.Encode(&b, straight, nil); err != nil {
		return nil, fmt.Errorf("qr: encode WebP: %w", err)
	}
	return b.Bytes(), nil
}

// Encode returns the picture as a file of the format; "" takes the format that
// the design prefers, which is PNG by default.
func (c *Code) Encode(f Format) ([]byte, error) {
	if f == "" {
		f = c.plan.design.Format
	}
	switch f {
	case "", PNG:
		return c.PNG()
	case SVG:
		return c.SVG()
	case JPEG:
		return c.JPEG()
	case WebP:
		return c.WebP()
	}
	return nil, oneOf("format", f, formats()...)
}

// ContentType is the media type of a format; "" is PNG's.
func (f Format) ContentType() string {
	switch f {
	case SVG:
		return "image/svg+xml"
	case JPEG:
		return "image/jpeg"
	case WebP:
		return "image/webp"
	}
	return "image/png"
}
