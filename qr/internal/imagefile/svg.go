package imagefile

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"image/color"
	"image/png"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/logo"
	"github.com/linkpack/linkpack-go/qr/internal/outline"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
)

// SVG writes a scene as a standalone document. There is one path for each paint,
// so that no gaps show between modules at any zoom. The image is embedded.
func SVG(s *draw.Scene) ([]byte, error) {
	var b bytes.Buffer
	edges := ""
	if !s.Smooth {
		edges = ` shape-rendering="crispEdges"`
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d"%[3]s>`,
		s.Width, s.Height, edges)
	for _, l := range s.Layers {
		writeLayer(&b, l)
	}
	if s.Image != nil {
		if err := writeImage(&b, s.Image); err != nil {
			return nil, err
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

func writeLayer(b *bytes.Buffer, l draw.Layer) {
	fill := svgColor("fill", l.Paint.Color)
	if l.Paint.Ramp != nil {
		definition := rampDefinition(l.Paint.Ramp)
		id := contentID(definition)
		fmt.Fprintf(b, definition, id)
		fill = fmt.Sprintf(`fill="url(#%s)"`, id)
	}
	fmt.Fprintf(b, `<path %s d="`, fill)
	b.Write(l.Outline.AppendSVG(b.AvailableBuffer()))
	b.WriteString(`"/>`)
}

// contentID makes an id from the definition that it names. Several pictures can
// share a page, since equal ids name equal definitions.
func contentID(definition string) string {
	h := fnv.New64a()
	h.Write([]byte(definition))
	return fmt.Sprintf("qr%x", h.Sum64())
}

// rampDefinition returns the definition of a gradient with a %s for its id.
func rampDefinition(r *paint.Ramp) string {
	var b bytes.Buffer
	name := "linearGradient"
	if r.Radial {
		name = "radialGradient"
	}
	fmt.Fprintf(&b, `<%s id="%%s" gradientUnits="userSpaceOnUse" `, name)
	if r.Radial {
		fmt.Fprintf(&b, `cx="%s" cy="%s" r="%s">`, number(r.From.X), number(r.From.Y), number(r.Radius))
	} else {
		fmt.Fprintf(&b, `x1="%s" y1="%s" x2="%s" y2="%s">`, number(r.From.X), number(r.From.Y), number(r.To.X), number(r.To.Y))
	}
	for _, s := range r.Stops {
		fmt.Fprintf(&b, `<stop offset="%s" %s/>`, number(s.Offset), svgColor("stop", s.Color))
	}
	fmt.Fprintf(&b, `</%s>`, name)
	return b.String()
}

// svgColor returns a fill or stop colour as attributes.
func svgColor(kind string, c color.NRGBA) string {
	name := kind
	if kind == "stop" {
		name = "stop-color"
	}
	attributes := fmt.Sprintf(`%s="#%02x%02x%02x"`, name, c.R, c.G, c.B)
	if c.A != 255 {
		attributes += fmt.Sprintf(` %s-opacity="%s"`, kind, number(float64(c.A)/255))
	}
	return attributes
}

func number(v float64) string { return string(outline.AppendNumber(nil, v)) }

// writeImage encodes the px again, so that no byte of the image's file gets into
// the document.
func writeImage(b *bytes.Buffer, i *logo.Placed) error {
	var file bytes.Buffer
	if err := png.Encode(&file, i.Image.Pixels); err != nil {
		return fmt.Errorf("qr: encode image: %w", err)
	}
	b.WriteString(`<image`)
	for _, a := range []struct {
		name  string
		value float64
	}{{"x", i.Box.X}, {"y", i.Box.Y}, {"width", i.Box.W}, {"height", i.Box.H}} {
		fmt.Fprintf(b, ` %s="%s"`, a.name, number(a.value))
	}
	b.WriteString(` preserveAspectRatio="none" href="data:image/png;base64,`)
	b.WriteString(base64.StdEncoding.EncodeToString(file.Bytes()))
	b.WriteString(`"/>`)
	return nil
}
