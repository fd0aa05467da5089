package logo

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/linkpack/linkpack-go/qr/internal/outline"
)

// quality is that of JPEG files, at which nobody sees a difference.
const quality = 92

// Clean returns a file of the picture that Decode would read from a file, which has
// nothing but its pixels. A file that has nothing else already stays as it is, so that
// cleaning it again changes nothing. Errors are those of Decode.
func Clean(file []byte) ([]byte, error) {
	decoded, err := read(file)
	if err != nil {
		return nil, err
	}
	if size := decoded.Bounds().Size(); isBare(file) && max(size.X, size.Y) <= drawnSide {
		return file, nil
	}
	_, isPhoto := decoded.(*image.YCbCr) // of a JPEG, or of a WebP file of that kind
	return encode(newImage(decoded, orientation(file)).Pixels, isPhoto)
}

// encode returns a file that Decode accepts. A picture whose file would be too large,
// which only noise can be, is made smaller.
func encode(pixels *image.RGBA, isPhoto bool) ([]byte, error) {
	var file bytes.Buffer
	var err error
	if isPhoto {
		err = jpeg.Encode(&file, pixels, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&file, pixels)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding an image: %w", err)
	}
	if file.Len() > MaxBytes {
		size := pixels.Rect.Size()
		return encode(scale(pixels, outline.Box{W: float64((size.X + 1) / 2), H: float64((size.Y + 1) / 2)}), isPhoto)
	}
	return file.Bytes(), nil
}
