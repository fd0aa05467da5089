package imagefile

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"

	"github.com/HugoSmits86/nativewebp"
)

// WebP writes a lossless WebP file.
func WebP(m *image.RGBA) ([]byte, error) {
	straight := image.NewNRGBA(m.Rect)
	draw.Draw(straight, straight.Rect, m, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := nativewebp.Encode(&b, straight, nil); err != nil {
		return nil, fmt.Errorf("qr: encode WebP: %w", err)
	}
	return b.Bytes(), nil
}
