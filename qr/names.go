package qr

// Shape is the outline of the whole code.
type Shape string

// The shapes; "" means ShapeSquare. ShapeCircle fills the space between the code
// and a circle around it with decorative modules.
const (
	ShapeSquare Shape = "square"
	ShapeCircle Shape = "circle"
)

// DotType is the look of a module.
type DotType string

// The dot types; "" means DotSquare.
const (
	DotSquare        DotType = "square"
	DotDots          DotType = "dots"
	DotRounded       DotType = "rounded"
	DotExtraRounded  DotType = "extra-rounded"
	DotClassy        DotType = "classy"
	DotClassyRounded DotType = "classy-rounded"
)

// CornerType is the look of the rings or centres of the finder patterns: one of
// the constants here or the name of a DotType.
type CornerType string

// The corner types. CornerExtraRounded is a solid ring. A centre of that type is
// drawn module by module like DotExtraRounded.
const (
	CornerSquare       CornerType = "square"
	CornerDot          CornerType = "dot"
	CornerExtraRounded CornerType = "extra-rounded"
)

// GradientType is the kind of a gradient.
type GradientType string

// The gradient types; "" means GradientLinear.
const (
	GradientLinear GradientType = "linear"
	GradientRadial GradientType = "radial"
)

// Level is an error correction level.
type Level string

// The levels, weakest first; "" means LevelQ.
const (
	LevelL Level = "L"
	LevelM Level = "M"
	LevelQ Level = "Q"
	LevelH Level = "H"
)

// Mode is the character set that a text is encoded in.
type Mode string

// The modes. ModeAuto takes the most compact one that holds the whole text.
const (
	ModeAuto         Mode = ""
	ModeNumeric      Mode = "Numeric"
	ModeAlphanumeric Mode = "Alphanumeric"
	ModeByte         Mode = "Byte"
	ModeKanji        Mode = "Kanji"
)

// Format is a file format.
type Format string

// The formats; "" means PNG.
const (
	PNG  Format = "png"
	SVG  Format = "svg"
	JPEG Format = "jpeg"
	WebP Format = "webp"
	PDF  Format = "pdf" // see Code.PDF
)

// ContentType returns the media type of the format; "" is PNG's.
func (f Format) ContentType() string {
	switch f {
	case SVG:
		return "image/svg+xml"
	case JPEG:
		return "image/jpeg"
	case WebP:
		return "image/webp"
	case PDF:
		return "application/pdf"
	}
	return "image/png"
}

func shapes() []Shape { return []Shape{"", ShapeSquare, ShapeCircle} }

func dotTypes() []DotType {
	return []DotType{"", DotSquare, DotDots, DotRounded, DotExtraRounded, DotClassy, DotClassyRounded}
}

func gradientTypes() []GradientType { return []GradientType{"", GradientLinear, GradientRadial} }

func levels() []Level { return []Level{LevelL, LevelM, LevelQ, LevelH} }

func modes() []Mode {
	return []Mode{ModeAuto, ModeNumeric, ModeAlphanumeric, ModeByte, ModeKanji}
}

func formats() []Format { return []Format{"", PNG, SVG, JPEG, WebP, PDF} }
