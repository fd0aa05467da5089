package imagefile

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// jpegQuality keeps the edges of modules clean.
const jpegQuality = 92

// JPEG writes a JPEG file. The format has no transparency: what is transparent
// becomes white.
func JPEG(m *image.RGBA) ([]byte, error) {
	matte := image.NewRGBA(m.Rect)
	draw.Draw(matte, matte.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(matte, matte.Rect, m, image.Point{}, draw.Over)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, matte, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("qr: encode JPEG: %w", err)
	}
	return b.Bytes(), nil
}
