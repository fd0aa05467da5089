package imagefile

import (
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"

	"github.com/linkpack/linkpack-go/qr/internal/pdf"
)

// logo writes the px of an image, with a mask if some are not opaque.
func (d *Document) logo(m *image.RGBA) pdf.Ref {
	sum := sha256.Sum256(append(fmt.Appendf(nil, "%d ", m.Stride), m.Pix...))
	if ref, known := d.logos[sum]; known {
		return ref
	}
	colors, alpha := planes(m)
	mask := ""
	if !m.Opaque() {
		mask = fmt.Sprintf(" /SMask %s", d.AddStream(imageEntries(m, "/DeviceGray"), alpha))
	}
	ref := d.AddStream(imageEntries(m, "/DeviceRGB")+mask, colors)
	d.logos[sum] = ref
	return ref
}

func imageEntries(m *image.RGBA, space string) string {
	return fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Interpolate true",
		m.Rect.Dx(), m.Rect.Dy(), space)
}

// planes returns the colours, not premultiplied, and the alpha of all px.
func planes(m *image.RGBA) (colors, alpha []byte) {
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			c, _ := color.NRGBAModel.Convert(m.RGBAAt(x, y)).(color.NRGBA)
			colors = append(colors, c.R, c.G, c.B)
			alpha = append(alpha, c.A)
		}
	}
	return colors, alpha
}
