package qr

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	goqr "github.com/piglig/go-qr"
)

// symbol is an encoded text: the modules and what they were made of.
type symbol struct {
	grid    grid
	version int
	level   Level
	mask    int
}

// symbolSpec says how to encode; version 0 and mask -1 are automatic.
type symbolSpec struct {
	level   Level
	mode    Mode
	version int
	mask    int
}

func encode(text string, spec symbolSpec) (*symbol, error) {
	segments, err := segmentsOf(text, spec.mode)
	if err != nil {
		return nil, err
	}
	least, most := goqr.MinVersion, goqr.MaxVersion
	if spec.version != 0 {
		least, most = spec.version, spec.version
	}
	code, err := goqr.EncodeSegments(segments, spec.level.ecc(), least, most, spec.mask, false)
	switch {
	case errors.Is(err, goqr.ErrDataTooLong) && spec.version != 0:
		return nil, invalid("qrOptions.typeNumber", "the text needs a version above %d at level %s", spec.version, spec.level)
	case errors.Is(err, goqr.ErrDataTooLong):
		return nil, invalid("data", "the text does not fit into a code at level %s", spec.level)
	case err != nil:
		return nil, fmt.Errorf("qr: encode: %w", err)
	}
	grid := maskGrid(code.Size(), func(row, col int) bool { return code.Module(col, row) })
	return &symbol{grid: grid, version: (code.Size() - 17) / 4, level: spec.level, mask: readMask(grid)}, nil
}

func (l Level) ecc() goqr.Ecc {
	return map[Level]goqr.Ecc{LevelL: goqr.Low, LevelM: goqr.Medium, LevelQ: goqr.Quartile, LevelH: goqr.High}[l]
}

// readMask reads the mask number, bits 12 to 10 of the format information in
// row 8, which is XORed with 101 there (ISO/IEC 18004, format information).
func readMask(g grid) int {
	mask := 0
	for col := 2; col <= 4; col++ {
		mask <<= 1
		if g.at(8, col) {
			mask |= 1
		}
	}
	return mask ^ 0b101
}

// utf8ECI is the ECI assignment number of UTF-8. Decoders guess the character
// set of bytes without it and guess wrong for short non-ASCII texts.
const utf8ECI = 26

// segmentsOf encodes the whole text in one mode. Texts that are not ASCII are
// UTF-8 and say so.
func segmentsOf(text string, mode Mode) ([]*goqr.QrSegment, error) {
	switch {
	case text == "":
		return nil, invalid("data", "the text is empty")
	case !utf8.ValidString(text):
		return nil, invalid("data", "the text must be valid UTF-8")
	}
	segment, err := segmentOf(text, mode)
	if err != nil {
		return nil, invalid("qrOptions.mode", "the text cannot be encoded in mode %s", mode)
	}
	if isASCII(text) || mode == ModeKanji {
		return []*goqr.QrSegment{segment}, nil
	}
	eci, err := goqr.MakeEci(utf8ECI)
	if err != nil {
		return nil, fmt.Errorf("qr: encode: %w", err)
	}
	return []*goqr.QrSegment{eci, segment}, nil
}

func segmentOf(text string, mode Mode) (*goqr.QrSegment, error) {
	if mode == ModeAuto {
		mode = densestMode(text)
	}
	switch mode {
	case ModeNumeric:
		return goqr.MakeNumeric(text)
	case ModeAlphanumeric:
		return goqr.MakeAlphanumeric(text)
	case ModeKanji:
		if strings.Contains(text, `\`) { // the encoder takes it for the wide ＼ of JIS X 0208
			return nil, errors.New("a backslash is no kanji")
		}
		return goqr.MakeKanji(text)
	}
	return goqr.MakeBytes([]byte(text))
}

func densestMode(text string) Mode {
	switch {
	case strings.Trim(text, "0123456789") == "":
		return ModeNumeric
	case strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") == "":
		return ModeAlphanumeric
	}
	return ModeByte
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
