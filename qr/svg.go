package qr

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"image/color"
	"image/png"
	"math"
	"strconv"
)

// SVG returns the picture as a standalone document: one path for each paint,
// so that no gaps show between modules at any zoom, and the image embedded.
func (c *Code) SVG() ([]byte, error) {
	s := c.drawing.scene()
	var b bytes.Buffer
	edges := ""
	if !s.layout.whole {
		edges = ` shape-rendering="crispEdges"`
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d"%[3]s>`,
		s.layout.width, s.layout.height, edges)
	for _, l := range s.layers {
		l.writeSVG(&b)
	}
	if s.image != nil {
		if err := s.image.writeSVG(&b); err != nil {
			return nil, err
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

func (l layer) writeSVG(b *bytes.Buffer) {
	fill := svgColor("fill", l.paint.color)
	if l.paint.ramp != nil {
		definition := l.paint.ramp.svg()
		id := contentID(definition)
		fmt.Fprintf(b, definition, id)
		fill = fmt.Sprintf(`fill="url(#%s)"`, id)
	}
	fmt.Fprintf(b, `<path %s d="`, fill)
	l.outline.writeSVG(b)
	b.WriteString(`"/>`)
}

// contentID makes an id from what it names, so that several pictures can share
// a page: equal ids name equal things.
func contentID(definition string) string {
	h := fnv.New64a()
	h.Write([]byte(definition))
	return fmt.Sprintf("qr%x", h.Sum64())
}

// svg is the definition of a gradient with a %s for its id.
func (r *ramp) svg() string {
	var b bytes.Buffer
	name := "linearGradient"
	if r.radial {
		name = "radialGradient"
	}
	fmt.Fprintf(&b, `<%s id="%%s" gradientUnits="userSpaceOnUse" `, name)
	if r.radial {
		fmt.Fprintf(&b, `cx="%s" cy="%s" r="%s">`, number(r.from.x), number(r.from.y), number(r.radius))
	} else {
		fmt.Fprintf(&b, `x1="%s" y1="%s" x2="%s" y2="%s">`, number(r.from.x), number(r.from.y), number(r.to.x), number(r.to.y))
	}
	for _, s := range r.stops {
		fmt.Fprintf(&b, `<stop offset="%s" %s/>`, number(s.offset), svgColor("stop", s.color))
	}
	fmt.Fprintf(&b, `</%s>`, name)
	return b.String()
}

// svgColor is a fill or stop colour as attributes.
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

func number(v float64) string { return string(appendNumber(nil, v)) }

// appendNumber writes thousandths at most.
func appendNumber(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, math.Round(v*1000)/1000, 'f', -1, 64)
}

func (p *path) writeSVG(b *bytes.Buffer) {
	var pen point
	line := make([]byte, 0, 64)
	for _, s := range p.segments {
		line = s.appendSVG(line[:0], pen)
		b.Write(line)
		pen = s.at
	}
}

func (s segment) appendSVG(b []byte, pen point) []byte {
	switch s.op {
	case closePath:
		return append(b, 'Z')
	case moveTo:
		b = append(b, 'M')
	case lineTo:
		b = append(b, 'L')
	case quarter:
		b = append(b, 'A')
		radius := math.Hypot(s.corner.x-pen.x, s.corner.y-pen.y)
		b = append(appendNumber(b, radius), ' ')
		b = append(appendNumber(b, radius), " 0 0 "...)
		b = append(b, s.sweep(pen), ' ')
	}
	b = append(appendNumber(b, s.at.x), ' ')
	return appendNumber(b, s.at.y)
}

// sweep is SVG's flag for a quarter that turns clockwise on screen.
func (s segment) sweep(pen point) byte {
	cross := (s.corner.x-pen.x)*(s.at.y-s.corner.y) - (s.corner.y-pen.y)*(s.at.x-s.corner.x)
	if cross > 0 {
		return '1'
	}
	return '0'
}

func (i *placedImage) writeSVG(b *bytes.Buffer) error {
	var file bytes.Buffer
	if err := png.Encode(&file, i.logo.pixels); err != nil {
		return fmt.Errorf("qr: encode image: %w", err)
	}
	b.WriteString(`<image`)
	for _, a := range []struct {
		name  string
		value float64
	}{{"x", i.box.x}, {"y", i.box.y}, {"width", i.box.w}, {"height", i.box.h}} {
		fmt.Fprintf(b, ` %s="%s"`, a.name, number(a.value))
	}
	b.WriteString(` preserveAspectRatio="none" href="data:image/png;base64,`)
	b.WriteString(base64.StdEncoding.EncodeToString(file.Bytes()))
	b.WriteString(`"/>`)
	return nil
}
