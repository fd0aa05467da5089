package qr

// MaxSize is the largest width or height of a picture in px.
const MaxSize = 4096

// Design says how a code looks. The names, defaults and inheritance of its
// options are those of qr-code-styling 1.9.2, whose JSON it is read from. The
// zero value is the default design: 300×300 px, square black modules on white.
//
// A Design is plain data. Compile checks it.
type Design struct {
	// Data is the text to draw if Draw is called with an empty text.
	Data string `json:"data,omitempty"`
	// Width of the picture in px, at most MaxSize; 0 means 300.
	Width int `json:"width,omitempty"`
	// Height of the picture in px, at most MaxSize; 0 means 300, whatever Width
	// is.
	Height int `json:"height,omitempty"`
	// Margin is the least space around the code in px; 0 by default.
	Margin float64 `json:"margin,omitempty"`
	// Shape is ShapeSquare by default.
	Shape Shape `json:"shape,omitempty"`
	// Image is drawn over the middle of the code; none by default. The file may
	// have 3 MB, and the image 4096 px per side and 12 megapixels (12×2²⁰).
	Image Picture `json:"image,omitempty"`
	// ImageOptions places the Image.
	ImageOptions ImageOptions `json:"imageOptions,omitzero"`
	// QR says how the text is encoded.
	QR SymbolOptions `json:"qrOptions,omitzero"`
	// Dots styles the modules, and the finder patterns where these have no style
	// of their own.
	Dots DotsOptions `json:"dotsOptions,omitzero"`
	// CornersSquare styles the rings of the three finder patterns.
	CornersSquare CornerOptions `json:"cornersSquareOptions,omitzero"`
	// CornersDot styles the centres of the three finder patterns.
	CornersDot CornerOptions `json:"cornersDotOptions,omitzero"`
	// Background styles what lies behind the code.
	Background BackgroundOptions `json:"backgroundOptions,omitzero"`
	// Format is the format that Code.Encode writes if it is not told one; ""
	// means PNG.
	Format Format `json:"outputFileFormat,omitempty"`
}

// SymbolOptions says how a text is encoded.
type SymbolOptions struct {
	// Version of the symbol, 1 to 40; 0 takes the smallest that fits.
	Version int `json:"typeNumber,omitempty"`
	// Mode is the character set; ModeAuto by default.
	Mode Mode `json:"mode,omitempty"`
	// Level is the error correction level; "" means LevelQ.
	Level Level `json:"errorCorrectionLevel,omitempty"`
}

// ImageOptions places the image in the middle of the code.
type ImageOptions struct {
	// HideDots leaves out the modules under the image; nil means true.
	HideDots *bool `json:"hideBackgroundDots,omitempty"`
	// Size is the share of the error correction capacity that the image may
	// cover; nil means 0.4, and 0 draws no image. The capacity is taken as 7, 15,
	// 25 or 30 % for levels L, M, Q and H.
	Size *float64 `json:"imageSize,omitempty"`
	// Margin is the space between the image and the modules in px; 0 by default.
	Margin float64 `json:"margin,omitempty"`
}

// DotsOptions styles the modules.
type DotsOptions struct {
	// Type is DotSquare by default.
	Type DotType `json:"type,omitempty"`
	// Color is a CSS colour; "" means black. A Gradient takes precedence.
	Color string `json:"color,omitempty"`
	// Gradient spans the whole picture; none by default.
	Gradient *Gradient `json:"gradient,omitempty"`
	// RoundSize makes a module a whole number of px wide; nil means true. If it is
	// false, modules fill the space exactly and edges are not smoothed.
	RoundSize *bool `json:"roundSize,omitempty"`
}

// CornerOptions styles the rings or the centres of the finder patterns.
type CornerOptions struct {
	// Type is a CornerType or any DotType; "" takes the type of the dots.
	Type CornerType `json:"type,omitempty"`
	// Color is a CSS colour. "" takes the colour or gradient of the rings (for
	// the centres) or of the dots. A Gradient takes precedence.
	Color string `json:"color,omitempty"`
	// Gradient spans the ring or the centre and is turned with the corner.
	Gradient *Gradient `json:"gradient,omitempty"`
}

// BackgroundOptions styles the background.
type BackgroundOptions struct {
	// Color is a CSS colour; "" means white, and "transparent" draws none. A
	// Gradient takes precedence.
	Color string `json:"color,omitempty"`
	// Gradient spans the whole picture; none by default.
	Gradient *Gradient `json:"gradient,omitempty"`
	// Round makes the background a square with rounded corners: 0, the default,
	// is a plain rectangle, 1 is a circle.
	Round float64 `json:"round,omitempty"`
}

// Gradient is a sequence of colours that blend into each other.
type Gradient struct {
	// Type is GradientLinear by default.
	Type GradientType `json:"type,omitempty"`
	// Rotation of a linear gradient in radians, clockwise; 0 runs left to right.
	Rotation float64 `json:"rotation,omitempty"`
	// Stops are the colours, 1 to 64.
	Stops []Stop `json:"colorStops"`
}

// Stop is one colour of a gradient.
type Stop struct {
	// Offset is the place on the gradient, 0 to 1.
	Offset float64 `json:"offset"`
	// Color is a CSS colour.
	Color string `json:"color"`
}
