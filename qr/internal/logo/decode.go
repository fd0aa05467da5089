// Package logo decodes, cleans and scales the image in the middle of a code.
package logo

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // the formats that images may have
	_ "image/jpeg"
	_ "image/png"
	"slices"

	_ "golang.org/x/image/webp" // one more of them

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
)

// Limits of an image, checked before it is decoded. qr.Design.Image names them.
const (
	// MaxBytes is the size of the largest file, 3 MB.
	MaxBytes  = 3_000_000
	maxSide   = 4096     // px
	maxPixels = 12 << 20 // px in all; phones take pictures of 12 megapixels
	// maxScans is the largest number of passes of a progressive JPEG. Programs
	// write about ten. Each pass walks over all px, and one that changes nothing
	// takes only a few bytes.
	maxScans = 100
)

// drawnSide is the width or height, in px, that larger images are scaled down
// to.
const drawnSide = 1024

// Decode reads a PNG, JPEG, GIF or WebP file from an untrusted source. Of a GIF it
// takes the first picture. Errors are invalid.Errors. The image keeps nothing of the
// file.
func Decode(file []byte) (*Image, error) {
	decoded, err := read(file)
	if err != nil {
		return nil, err
	}
	return newImage(decoded, orientation(file)), nil
}

// newImage scales a decoded image down and turns it.
func newImage(decoded image.Image, turned int) *Image {
	ratio := float64(decoded.Bounds().Dy()) / float64(decoded.Bounds().Dx())
	if isSideways(turned) {
		ratio = 1 / ratio
	}
	return &Image{Ratio: ratio, Pixels: turn(shrink(decoded), turned)}
}

// read decodes a file.
func read(file []byte) (image.Image, error) {
	if len(file) > MaxBytes {
		return nil, invalid.Field("image", "must be at most %d bytes", MaxBytes)
	}
	if err := checkHeader(file); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, invalid.Field("image", "cannot be decoded: %v", err)
	}
	if decoded.Bounds().Empty() { // the first picture of a GIF
		return nil, invalid.Field("image", "has no pixels")
	}
	return decoded, nil
}

// checkHeader checks the format and the size before any pixel is decoded. The
// program may have registered more formats, which are refused.
func checkHeader(file []byte) error {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil || !slices.Contains([]string{"png", "jpeg", "gif", "webp"}, format):
		return invalid.Field("image", "must be a PNG, JPEG, GIF or WebP file")
	case config.Width < 1 || config.Height < 1:
		return invalid.Field("image", "has no pixels")
	case config.Width > maxSide || config.Height > maxSide:
		return invalid.Field("image", "is %s px; at most %d a side", dimensions(config), maxSide)
	case config.Width*config.Height > maxPixels:
		return invalid.Field("image", "is %s px; at most %d in all", dimensions(config), maxPixels)
	case format == "jpeg" && bytes.Count(file, []byte{0xff, startOfScan}) > maxScans:
		return invalid.Field("image", "has more than %d scans", maxScans)
	}
	return nil
}

func dimensions(c image.Config) string { return fmt.Sprintf("%d×%d", c.Width, c.Height) }
