// Package draw decides what a code looks like: where each module lies, which
// figures are drawn and how they are painted. The result is a Scene, which
// packages raster and imagefile turn into px, SVG and PDF.
//
// Layout and figures follow the rules of qr-code-styling 1.9.2, and those of
// Linkbreakers' version of it for the figures that only that one has.
package draw

import (
	"github.com/linkpack/linkpack-go/qr/internal/logo"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
	"github.com/linkpack/linkpack-go/qr/internal/symbol"
)

// Design is a checked qr.Design with its defaults filled in. Lengths are in px.
// It is copied by value; what its pointers lead to is never changed.
type Design struct {
	Width, Height int     // of the picture
	Margin        float64 // the least space around the code
	WholePx       bool    // modules are whole px wide, and edges are smoothed
	Circle        bool    // decorative modules surround the code up to a circle
	Gap           int     // modules between the code and this decoration

	Spec symbol.Spec // how the text is encoded

	Dots           DotType     // look of the modules
	DotsPaint      paint.Paint // of the modules
	SolidAlignment bool        // alignment patterns are square whatever Dots is
	Ring, Centre   Corner      // of the finder patterns

	Background paint.Paint // behind the code
	Round      float64     // of the background's corners, 0 to 1

	Image       *logo.Image // nil if none
	ImageSize   float64     // share of the error correction capacity
	ImageMargin float64     // between the image and the modules
	HideDots    bool        // under the image
}

// Corner styles the ring or the centre of the finder patterns.
type Corner struct {
	Type  CornerType   // "" draws modules as Design.Dots
	Paint *paint.Paint // nil takes the paint of the ring (for a centre) or the dots
}

// DefaultGap is qr-code-styling's Gap.
const DefaultGap = 1

// HasImage reports whether an image is to be drawn.
func (d *Design) HasImage() bool { return d.Image != nil && d.ImageSize != 0 }

// DotType is the look of a module.
type DotType string

// The dot types.
const (
	Square        DotType = "square"
	Dots          DotType = "dots"
	Rounded       DotType = "rounded"
	ExtraRounded  DotType = "extra-rounded"
	Classy        DotType = "classy"
	ClassyRounded DotType = "classy-rounded"
	BubblyDots    DotType = "bubbly-dots"
	CircuitChip   DotType = "circuit-chip"
	Hexagon       DotType = "hexagon"
	Octagon       DotType = "octagon"
)

// CornerType is the look of a ring or a centre: one of the constants here, which
// are figures of their own, or a DotType, which is drawn module by module.
type CornerType string

// The corner types. CornerExtraRounded and the leaves are figures of their own only
// as rings, CornerTeardrop and CornerStar only as centres. CornerWideLeaf is a leaf
// with a rim that scanners find; designs are mended with it.
const (
	CornerSquare       CornerType = "square"
	CornerDot          CornerType = "dot"
	CornerExtraRounded CornerType = "extra-rounded"
	CornerHexagon      CornerType = "hexagon"
	CornerOctagon      CornerType = "octagon"
	CornerLeaf         CornerType = "leaf"
	CornerWideLeaf     CornerType = "leaf with a wide rim"
	CornerTeardrop     CornerType = "teardrop"
	CornerStar         CornerType = "star"
)

// Modules returns the type of the modules that a corner without a figure of its
// own is made of.
func (c CornerType) Modules(dots DotType) DotType {
	if c == "" {
		return dots
	}
	return DotType(c)
}
