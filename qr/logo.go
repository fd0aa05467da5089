package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // the two formats that images may have
	_ "image/png"
	"sync/atomic"
)

// Limits of an image, checked before it is decoded.
const (
	// MaxImageBytes is the largest image file, 3 MB.
	MaxImageBytes = 3_000_000
	// MaxImageSide is the largest width or height of an image in px.
	MaxImageSide = 4096
	// MaxImagePixels is the largest area of an image in px.
	MaxImagePixels = 8 << 20
	// maxScans is the largest number of passes of a progressive JPEG. Programs
	// write about ten; each walks over all px, in however few bytes it is written.
	maxScans = 100
	// drawnImageSide is what an image is scaled down to before use.
	drawnImageSide = 1024
)

// logo is a decoded image; nothing of the file it came from is kept.
type logo struct {
	pixels *image.RGBA // scaled down
	ratio  float64     // height by width of the original
	// last is the image as it was last drawn: most codes of a style have the
	// same size.
	last atomic.Pointer[drawnLogo]
}

// drawnLogo is an image scaled to a place in a picture.
type drawnLogo struct {
	box    box
	pixels *image.RGBA // bounds are those in the picture
}

// placedImage is a logo where it is drawn.
type placedImage struct {
	logo *logo
	box  box
}

// decodeLogo reads a PNG or JPEG file from an untrusted source.
func decodeLogo(file Picture) (*logo, error) {
	if len(file) > MaxImageBytes {
		return nil, invalid("image", "must be at most %d bytes", MaxImageBytes)
	}
	if err := checkHeader(file); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, invalid("image", "cannot be decoded: %v", err)
	}
	b := decoded.Bounds()
	pixels := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(pixels, pixels.Rect, decoded, b.Min, draw.Src)
	return &logo{ratio: float64(b.Dy()) / float64(b.Dx()), pixels: shrink(pixels)}, nil
}

// checkHeader looks at the type and the size before any pixel is decoded. Other
// packages of the program may have registered more formats; they are refused.
func checkHeader(file Picture) error {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil || format != "png" && format != "jpeg":
		return invalid("image", "must be a PNG or JPEG file")
	case config.Width < 1 || config.Height < 1:
		return invalid("image", "has no pixels")
	case config.Width > MaxImageSide || config.Height > MaxImageSide:
		return invalid("image", "is %s px; at most %d a side", dimensions(config), MaxImageSide)
	case config.Width*config.Height > MaxImagePixels:
		return invalid("image", "is %s px; at most %d in all", dimensions(config), MaxImagePixels)
	case format == "jpeg" && bytes.Count(file, []byte{0xff, 0xda}) > maxScans: // its start of scan markers
		return invalid("image", "has more than %d scans", maxScans)
	}
	return nil
}

func dimensions(c image.Config) string { return fmt.Sprintf("%d×%d", c.Width, c.Height) }

func shrink(m *image.RGBA) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	longest := max(w, h)
	if longest <= drawnImageSide {
		return m
	}
	shrunk := func(side int) float64 { return float64(max(side*drawnImageSide/longest, 1)) }
	return resample(m, box{0, 0, shrunk(w), shrunk(h)})
}

func (i *placedImage) raster(canvas *image.RGBA) {
	drawn := i.logo.last.Load()
	if drawn == nil || drawn.box != i.box {
		drawn = &drawnLogo{i.box, resample(i.logo.pixels, i.box)}
		i.logo.last.Store(drawn)
	}
	draw.Draw(canvas, drawn.pixels.Rect, drawn.pixels, drawn.pixels.Rect.Min, draw.Over)
}
