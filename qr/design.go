package qr

// Design says how a code looks. Names, defaults and inheritance are those of
// qr-code-styling 1.9.2, whose JSON options UnmarshalJSON reads. The zero
// value is the default design: 300×300 px, square black modules on white.
//
// A Design is plain data; Compile checks it and makes it drawable.
type Design struct {
	// Data is the text used when Draw is given none.
	Data string `json:"data,omitempty"`
	// Width is that of the picture in px; 0 means 300. At most MaxSize.
	Width int `json:"width,omitempty"`
	// Height is that of the picture in px; 0 means 300, whatever Width is. At most
	// MaxSize.
	Height int `json:"height,omitempty"`
	// Margin is the least space around the code in px; 0 by default.
	Margin float64 `json:"margin,omitempty"`
	// Shape is ShapeSquare by default.
	Shape Shape `json:"shape,omitempty"`
	// Image is drawn over the middle of the code; none by default.
	Image Picture `json:"image,omitempty"`
	// ImageOptions places Image.
	ImageOptions ImageOptions `json:"imageOptions,omitzero"`
	// QR says how the text is encoded.
	QR SymbolOptions `json:"qrOptions,omitzero"`
	// Dots styles the modules, and all else that has no style of its own.
	Dots DotsOptions `json:"dotsOptions,omitzero"`
	// CornersSquare styles the rings of the three finder patterns.
	CornersSquare CornerOptions `json:"cornersSquareOptions,omitzero"`
	// CornersDot styles the centres of the three finder patterns.
	CornersDot CornerOptions `json:"cornersDotOptions,omitzero"`
	// Background lies under everything.
	Background BackgroundOptions `json:"backgroundOptions,omitzero"`
	// Format is the output the design prefers; "" means PNG.
	Format Format `json:"outputFileFormat,omitempty"`
}

// SymbolOptions says how a text becomes a symbol.
type SymbolOptions struct {
	// TypeNumber is the version, 1 to 40; 0 means the smallest that fits.
	TypeNumber int `json:"typeNumber,omitempty"`
	// Mode is ModeAuto by default: the densest mode for the whole text.
	Mode Mode `json:"mode,omitempty"`
	// Level is the error correction level; "" means LevelQ.
	Level Level `json:"errorCorrectionLevel,omitempty"`
}

// ImageOptions places the image in the middle of the code.
type ImageOptions struct {
	// HideDots leaves out the modules under the image; nil means true.
	HideDots *bool `json:"hideBackgroundDots,omitempty"`
	// Size is the share of the error correction capacity (by the rule of thumb
	// 7, 15, 25, 30 % for L, M, Q, H) that the image may cover; nil means 0.4,
	// 0 draws no image.
	Size *float64 `json:"imageSize,omitempty"`
	// Margin is the space between the image and the modules in px; 0 by default.
	Margin float64 `json:"margin,omitempty"`
}

// DotsOptions styles the modules.
type DotsOptions struct {
	// Type is DotSquare by default.
	Type DotType `json:"type,omitempty"`
	// Color is a CSS colour; "" means black. A gradient wins over it.
	Color string `json:"color,omitempty"`
	// Gradient spans the whole picture; none by default.
	Gradient *Gradient `json:"gradient,omitempty"`
	// RoundSize makes a module a whole number of px wide; nil means true.
	// When false, modules fill the space exactly and edges are not smoothed.
	RoundSize *bool `json:"roundSize,omitempty"`
}

// CornerOptions styles the ring or the centre of the finder patterns.
type CornerOptions struct {
	// Type is a CornerType or any DotType; "" takes the type of the dots.
	Type CornerType `json:"type,omitempty"`
	// Color is a CSS colour; "" takes the paint of the ring (for a centre) or
	// of the dots. A gradient wins over it.
	Color string `json:"color,omitempty"`
	// Gradient spans the ring or the centre and turns with the corner.
	Gradient *Gradient `json:"gradient,omitempty"`
}

// BackgroundOptions styles the ground under the code.
type BackgroundOptions struct {
	// Color is a CSS colour; "" means white, "transparent" draws none.
	// A gradient wins over it.
	Color string `json:"color,omitempty"`
	// Gradient spans the whole picture; none by default.
	Gradient *Gradient `json:"gradient,omitempty"`
	// Round makes the ground a square with rounded corners: 0 is a plain
	// rectangle (the default), 1 a circle.
	Round float64 `json:"round,omitempty"`
}

// Gradient is a colour ramp.
type Gradient struct {
	// Type is GradientLinear by default.
	Type GradientType `json:"type,omitempty"`
	// Rotation of a linear gradient in radians, clockwise; 0 runs left to right.
	Rotation float64 `json:"rotation,omitempty"`
	// Stops are the colours of the ramp; at least one.
	Stops []Stop `json:"colorStops"`
}

// Stop is one colour of a gradient.
type Stop struct {
	// Offset is the place on the ramp, 0 to 1.
	Offset float64 `json:"offset"`
	// Color is a CSS colour.
	Color string `json:"color"`
}

func (d *Design) width() int  { return orInt(d.Width, 300) }
func (d *Design) height() int { return orInt(d.Height, 300) }

func orInt(v, fallback int) int {
	if v == 0 {
		return fallback
	}
	return v
}

func (o *SymbolOptions) level() Level {
	if o.Level == "" {
		return LevelQ
	}
	return o.Level
}

func (o *ImageOptions) hideDots() bool { return o.HideDots == nil || *o.HideDots }

func (o *ImageOptions) size() float64 {
	if o.Size == nil {
		return 0.4
	}
	return *o.Size
}

func (o *DotsOptions) roundSize() bool { return o.RoundSize == nil || *o.RoundSize }

func (o *CornerOptions) ownPaint() bool { return o.Color != "" || o.Gradient != nil }
