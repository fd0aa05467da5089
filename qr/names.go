package qr

import "slices"

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
	DotBubblyDots    DotType = "bubbly-dots"  // circles of different sizes
	DotCircuitChip   DotType = "circuit-chip" // circles, some of which bars join
	DotHexagon       DotType = "hexagon"
	DotOctagon       DotType = "octagon"
)

// CornerType is the look of the rings or centres of the finder patterns: one of
// the constants here or the name of a DotType.
type CornerType string

// The corner types. CornerExtraRounded is a solid ring. A centre of that type is
// drawn module by module like DotExtraRounded. A hexagon or an octagon is one solid
// figure, unless the type is "" and taken from the dots.
//
// Some scanners miss rings of the types CornerDot, CornerHexagon and CornerOctagon,
// and centres of the types CornerHexagon and CornerStar. SafeMend replaces these,
// and widens the rim of a CornerLeaf.
const (
	CornerSquare       CornerType = "square"
	CornerDot          CornerType = "dot"
	CornerExtraRounded CornerType = "extra-rounded"
	CornerHexagon      CornerType = "hexagon"
	CornerOctagon      CornerType = "octagon"
	CornerLeaf         CornerType = "leaf"     // of rings only
	CornerTeardrop     CornerType = "teardrop" // of centres only
	CornerStar         CornerType = "star"     // of centres only
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
	return []DotType{
		"", DotSquare, DotDots, DotRounded, DotExtraRounded, DotClassy, DotClassyRounded,
		DotBubblyDots, DotCircuitChip, DotHexagon, DotOctagon,
	}
}

func ringTypes() []CornerType {
	return append(cornerTypes(), CornerLeaf)
}

func centreTypes() []CornerType {
	return append(cornerTypes(), CornerTeardrop, CornerStar)
}

// cornerTypes returns the types that both rings and centres can have.
func cornerTypes() []CornerType {
	list := []CornerType{"", CornerSquare, CornerDot, CornerExtraRounded, CornerHexagon, CornerOctagon}
	for _, t := range dotTypes() {
		if !slices.Contains(list, CornerType(t)) {
			list = append(list, CornerType(t))
		}
	}
	return list
}

func gradientTypes() []GradientType { return []GradientType{"", GradientLinear, GradientRadial} }

func levels() []Level { return []Level{LevelL, LevelM, LevelQ, LevelH} }

func modes() []Mode {
	return []Mode{ModeAuto, ModeNumeric, ModeAlphanumeric, ModeByte, ModeKanji}
}

func formats() []Format { return []Format{"", PNG, SVG, JPEG, WebP, PDF} }
