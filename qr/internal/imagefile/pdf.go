package imagefile

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image/color"
	"io"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/pdf"
)

// PointsPerMM is the length of a millimetre in points, the unit of PDF.
const PointsPerMM = 72 / 25.4

// PDF writes a scene as a page of its size. A px is scale points wide.
func PDF(out io.Writer, s *draw.Scene, scale float64) error {
	d := NewDocument(out)
	var page pdf.Resources
	operators := fmt.Appendf(nil, "%[1]s 0 0 %[1]s 0 0 cm %s Do\n", pdf.Number(scale), page.Name("XObject", d.Draw(s)))
	d.AddPage(float64(s.Width)*scale, float64(s.Height)*scale, page, operators)
	return d.Close()
}

// Document is a PDF file that scenes are drawn in. A logo that several of them
// have is written once.
type Document struct {
	*pdf.Writer
	logos map[[sha256.Size]byte]pdf.Ref
}

// NewDocument begins a file.
func NewDocument(out io.Writer) *Document {
	return &Document{pdf.NewWriter(out), map[[sha256.Size]byte]pdf.Ref{}}
}

// Draw writes a scene as a form, whose unit is a px and whose origin is its lower
// left corner. Figures and fills are those of SVG.
func (d *Document) Draw(s *draw.Scene) pdf.Ref {
	var resources pdf.Resources
	var b bytes.Buffer
	for _, l := range s.Layers {
		d.fill(&b, &resources, s, l)
	}
	if i := s.Image; i != nil {
		fmt.Fprintf(&b, "q %s 0 0 %s %s %s cm %s Do Q\n", number(i.Box.W), number(-i.Box.H),
			number(i.Box.X), number(i.Box.Y+i.Box.H), resources.Name("XObject", d.logo(i.Image.Pixels)))
	}
	flip := fmt.Sprintf(" /Matrix [1 0 0 -1 0 %d]", s.Height) // the y axis of px points down
	return d.form(s, resources, flip, b.Bytes())
}

// form writes operators that draw in px.
func (d *Document) form(s *draw.Scene, resources pdf.Resources, entries string, operators []byte) pdf.Ref {
	return d.AddStream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %d %d]%s /Resources %s",
		s.Width, s.Height, entries, resources), operators)
}

// fill paints a layer: an outline in one colour, or a gradient inside of the
// outline.
func (d *Document) fill(b *bytes.Buffer, resources *pdf.Resources, s *draw.Scene, l draw.Layer) {
	b.WriteString("q ")
	if ramp := l.Paint.Ramp; ramp != nil {
		if !l.Paint.Opaque() {
			fmt.Fprintf(b, "%s gs ", resources.Name("ExtGState", d.softMask(s, ramp)))
		}
		b.Write(l.Outline.AppendPDF(b.AvailableBuffer()))
		fmt.Fprintf(b, "W n %s sh Q\n", resources.Name("Shading", d.shading(ramp, "/DeviceRGB", rgb)))
		return
	}
	if c := l.Paint.Color; c.A != 255 {
		state := d.Add(fmt.Sprintf("<< /Type /ExtGState /ca %s >>", share(c.A)))
		fmt.Fprintf(b, "%s gs ", resources.Name("ExtGState", state))
	}
	fmt.Fprintf(b, "%s rg\n", rgb(l.Paint.Color))
	b.Write(l.Outline.AppendPDF(b.AvailableBuffer()))
	b.WriteString("f Q\n")
}

func rgb(c color.NRGBA) string { return share(c.R) + " " + share(c.G) + " " + share(c.B) }

func share(v uint8) string { return pdf.Number(float64(v) / 255) }
