package qr

import (
	"encoding/json"
	"fmt"
	"strings"
)

// UnmarshalJSON reads the options of qr-code-styling 1.9.2, with numbers as
// strings where that library takes them, or the Linkbreakers form
// (centralImageData, themeColor, DOTS_TYPE_ROUNDED; camelCase or snake_case).
// Unknown fields are ignored. Values of the wrong type are FieldErrors; values
// out of range are left to Validate.
func (d *Design) UnmarshalJSON(data []byte) error {
	var err error
	r := readObject(data, "", &err)
	*d = Design{
		Data:   r.text("data"),
		Width:  r.size("width"),
		Height: r.size("height"),
		Margin: r.numberOrZero("margin"),
		Shape:  Shape(enum(r.text("shape"), "SHAPE_")),
		Format: readFormat(r.text("outputFileFormat")),
	}
	d.Image = r.picture("image")
	if d.Image == nil {
		d.Image = r.picture("centralImageData")
	}
	d.ImageOptions = readImageOptions(r)
	d.QR = readSymbolOptions(r)
	d.Dots = readDots(r)
	d.CornersSquare = readCorner(r, "cornersSquareOptions", "CORNERS_SQUARE_TYPE_")
	d.CornersDot = readCorner(r, "cornersDotOptions", "CORNERS_DOT_TYPE_")
	d.Background = readBackground(r)
	return err
}

// size reads a length that may be absent but, if given, must not be zero:
// zero is the zero value's word for the default.
func (r jsonReader) size(name string) int {
	n := r.integer(name)
	if _, given := r.raw(name); given && n <= 0 {
		r.fail(name, "must be at least 1")
	}
	return n
}

func enum(value, prefix string) string {
	name, found := strings.CutPrefix(value, prefix)
	if !found {
		return value
	}
	if name == "UNSPECIFIED" {
		return ""
	}
	return strings.ReplaceAll(strings.ToLower(name), "_", "-")
}

func readFormat(value string) Format {
	return Format(strings.ToLower(enum(value, "OUTPUT_FILE_FORMAT_")))
}

func readImageOptions(r jsonReader) ImageOptions {
	o, ok := r.object("imageOptions")
	if !ok {
		return ImageOptions{
			HideDots: r.flag("hideBackgroundDots"),
			Size:     r.number("centralImageSize"),
			Margin:   r.numberOrZero("centralImageMargin"),
		}
	}
	return ImageOptions{
		HideDots: o.flag("hideBackgroundDots"),
		Size:     o.number("imageSize"),
		Margin:   o.numberOrZero("margin"),
	}
}

func readSymbolOptions(r jsonReader) SymbolOptions {
	o, ok := r.object("qrOptions")
	if !ok {
		return SymbolOptions{Level: Level(r.text("errorCorrectionLevel"))}
	}
	return SymbolOptions{
		TypeNumber: o.integer("typeNumber"),
		Mode:       Mode(o.text("mode")),
		Level:      Level(o.text("errorCorrectionLevel")),
	}
}

func readDots(r jsonReader) DotsOptions {
	o, ok := r.object("dotsOptions")
	if !ok {
		return DotsOptions{}
	}
	d := DotsOptions{Type: DotType(enum(o.text("type"), "DOTS_TYPE_")), RoundSize: o.flag("roundSize")}
	d.Color, d.Gradient = readPaint(o)
	return d
}

func readCorner(r jsonReader, name, prefix string) CornerOptions {
	o, ok := r.object(name)
	if !ok {
		return CornerOptions{}
	}
	c := CornerOptions{Type: CornerType(enum(o.text("type"), prefix))}
	c.Color, c.Gradient = readPaint(o)
	return c
}

func readBackground(r jsonReader) BackgroundOptions {
	o, ok := r.object("backgroundOptions")
	if !ok {
		return BackgroundOptions{}
	}
	b := BackgroundOptions{Round: o.numberOrZero("round")}
	b.Color, b.Gradient = readPaint(o)
	if _, given := o.fields["color"]; given && b.Color == "" {
		b.Color = "transparent" // an empty colour, unlike an absent one, paints nothing
	}
	return b
}

func readPaint(r jsonReader) (string, *Gradient) {
	if t, ok := r.object("themeColor"); ok {
		return readTheme(t)
	}
	g, ok := r.object("gradient")
	if !ok {
		return r.text("color"), nil
	}
	return r.text("color"), &Gradient{
		Type:     GradientType(g.text("type")),
		Rotation: g.numberOrZero("rotation"),
		Stops:    readStops(g),
	}
}

func readStops(g jsonReader) []Stop {
	var stops []Stop
	for i, item := range g.list("colorStops") {
		s := readObject(item, fmt.Sprintf("%s[%d]", g.name("colorStops"), i), g.err)
		stops = append(stops, Stop{Offset: s.numberOrZero("offset"), Color: s.text("color")})
	}
	return stops
}

var _ json.Unmarshaler = (*Design)(nil)
