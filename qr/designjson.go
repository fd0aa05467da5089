package qr

import (
	"encoding/json"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/jsonfields"
)

// UnmarshalJSON reads the options of qr-code-styling 1.9.2, where numbers may be
// strings, or the Linkbreakers form (centralImageData, themeColor,
// DOTS_TYPE_ROUNDED; camelCase or snake_case). Unknown fields are ignored. A value
// of the wrong type is a FieldError. Compile checks the range of values.
func (d *Design) UnmarshalJSON(data []byte) error {
	o := jsonfields.Read(data)
	*d = Design{
		Data:   o.Text("data"),
		Width:  readSize(o, "width"),
		Height: readSize(o, "height"),
		Margin: o.NumberOrZero("margin"),
		Shape:  Shape(enum(o.Text("shape"), "SHAPE_")),
		Format: readFormat(o.Text("outputFileFormat")),
	}
	d.Image = pictureField(o, "image")
	if d.Image == nil {
		d.Image = pictureField(o, "centralImageData")
	}
	d.ImageOptions = readImageOptions(o)
	d.QR = readSymbolOptions(o)
	d.Dots = readDots(o)
	d.CornersSquare = readCorner(o, "cornersSquareOptions", "CORNERS_SQUARE_TYPE_")
	d.CornersDot = readCorner(o, "cornersDotOptions", "CORNERS_DOT_TYPE_")
	d.Background = readBackground(o)
	return fieldError(o.Err())
}

// readSize reads a width or height. If it is given, it must not be zero, which
// would mean the default in a Design.
func readSize(o jsonfields.Object, name string) int {
	n := o.Int(name)
	if o.Has(name) && n <= 0 {
		o.Fail(name, "must be at least 1")
	}
	return n
}

// enum returns the name of a Linkbreakers constant; other values stay.
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

func readImageOptions(parent jsonfields.Object) ImageOptions {
	o, ok := parent.Object("imageOptions")
	if !ok {
		return ImageOptions{
			HideDots: parent.Bool("hideBackgroundDots"),
			Size:     parent.Number("centralImageSize"),
			Margin:   parent.NumberOrZero("centralImageMargin"),
		}
	}
	return ImageOptions{
		HideDots: o.Bool("hideBackgroundDots"),
		Size:     o.Number("imageSize"),
		Margin:   o.NumberOrZero("margin"),
	}
}

func readSymbolOptions(parent jsonfields.Object) SymbolOptions {
	o, ok := parent.Object("qrOptions")
	if !ok {
		return SymbolOptions{Level: Level(parent.Text("errorCorrectionLevel"))}
	}
	return SymbolOptions{
		Version: o.Int("typeNumber"),
		Mode:    Mode(o.Text("mode")),
		Level:   Level(o.Text("errorCorrectionLevel")),
	}
}

func readDots(parent jsonfields.Object) DotsOptions {
	o, ok := parent.Object("dotsOptions")
	if !ok {
		return DotsOptions{}
	}
	d := DotsOptions{Type: DotType(enum(o.Text("type"), "DOTS_TYPE_")), RoundSize: o.Bool("roundSize")}
	d.Color, d.Gradient = readPaint(o)
	return d
}

func readCorner(parent jsonfields.Object, name, prefix string) CornerOptions {
	o, ok := parent.Object(name)
	if !ok {
		return CornerOptions{}
	}
	c := CornerOptions{Type: CornerType(enum(o.Text("type"), prefix))}
	c.Color, c.Gradient = readPaint(o)
	return c
}

func readBackground(parent jsonfields.Object) BackgroundOptions {
	o, ok := parent.Object("backgroundOptions")
	if !ok {
		return BackgroundOptions{}
	}
	b := BackgroundOptions{Round: o.NumberOrZero("round")}
	b.Color, b.Gradient = readPaint(o)
	if o.HasKey("color") && b.Color == "" {
		b.Color = "transparent" // unlike an absent colour, an empty one paints nothing
	}
	return b
}

func readPaint(parent jsonfields.Object) (css string, gradient *Gradient) {
	if t, ok := parent.Object("themeColor"); ok {
		return readTheme(t)
	}
	g, ok := parent.Object("gradient")
	if !ok {
		return parent.Text("color"), nil
	}
	return parent.Text("color"), &Gradient{
		Type:     GradientType(g.Text("type")),
		Rotation: g.NumberOrZero("rotation"),
		Stops:    readStops(g),
	}
}

func readStops(g jsonfields.Object) []Stop {
	var stops []Stop
	for _, s := range g.Objects("colorStops") {
		stops = append(stops, Stop{Offset: s.NumberOrZero("offset"), Color: s.Text("color")})
	}
	return stops
}

var _ json.Unmarshaler = (*Design)(nil)
