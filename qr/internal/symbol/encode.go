// Package symbol turns a text into the modules of a QR code (ISO/IEC 18004) and
// knows which module carries what.
package symbol

import (
	"errors"
	"fmt"

	goqr "github.com/piglig/go-qr"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
)

// MaxVersion is the largest version.
const MaxVersion = 40

// Size returns the modules per side of a version.
func Size(version int) int { return 17 + 4*version }

// Symbol is an encoded text: its modules and how they were made.
type Symbol struct {
	Grid    Grid  // modules
	Version int   // 1 to 40
	Level   Level // error correction
	Mask    int   // 0 to 7
}

// Spec says how to encode a text.
type Spec struct {
	Level   Level // error correction
	Mode    Mode  // character set
	Version int   // 0 takes the smallest that fits
	Mask    int   // AutoMask takes the one with the lowest penalty
}

// AutoMask is the mask of a Spec that leaves the choice to Encode.
const AutoMask = -1

// Encode encodes a text. Errors are invalid.Errors if the text does not fit.
func Encode(text string, spec Spec) (*Symbol, error) {
	segments, err := segmentsOf(text, spec.Mode)
	if err != nil {
		return nil, err
	}
	least, most := goqr.MinVersion, goqr.MaxVersion
	if spec.Version != 0 {
		least, most = spec.Version, spec.Version
	}
	code, err := goqr.EncodeSegments(segments, spec.Level.ecc(), least, most, spec.Mask, false)
	switch {
	case errors.Is(err, goqr.ErrDataTooLong) && spec.Version != 0:
		return nil, invalid.Field("qrOptions.typeNumber", "the text needs a version above %d at level %s", spec.Version, spec.Level)
	case errors.Is(err, goqr.ErrDataTooLong):
		return nil, invalid.Field("data", "the text does not fit into a code at level %s", spec.Level)
	case err != nil:
		return nil, fmt.Errorf("qr: encode: %w", err)
	}
	grid := NewGrid(code.Size(), func(row, col int) bool { return code.Module(col, row) })
	return &Symbol{Grid: grid, Version: (code.Size() - 17) / 4, Level: spec.Level, Mask: readMask(grid)}, nil
}

// readMask reads the mask number from the format information: bits 12 to 10 in
// row 8, XORed with 101.
func readMask(g Grid) int {
	mask := 0
	for col := 2; col <= 4; col++ {
		mask <<= 1
		if g.At(8, col) {
			mask |= 1
		}
	}
	return mask ^ 0b101
}
