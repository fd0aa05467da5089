package symbol

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	goqr "github.com/piglig/go-qr"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
)

// Mode is a character set.
type Mode string

// The modes. Auto takes the densest that holds the whole text.
const (
	Auto         Mode = ""
	Numeric      Mode = "Numeric"
	Alphanumeric Mode = "Alphanumeric"
	Byte         Mode = "Byte"
	Kanji        Mode = "Kanji"
)

// utf8ECI is the ECI assignment number of UTF-8. Without it decoders guess the
// character set, and guess wrong for short texts that are not ASCII.
const utf8ECI = 26

// segmentsOf encodes the whole text in one mode. A text that is not ASCII is
// declared to be UTF-8.
func segmentsOf(text string, mode Mode) ([]*goqr.QrSegment, error) {
	switch {
	case text == "":
		return nil, invalid.Field("data", "the text is empty")
	case !utf8.ValidString(text):
		return nil, invalid.Field("data", "the text must be valid UTF-8")
	}
	segment, err := segmentOf(text, mode)
	if err != nil {
		return nil, invalid.Field("qrOptions.mode", "the text cannot be encoded in mode %s", mode)
	}
	if isASCII(text) || mode == Kanji {
		return []*goqr.QrSegment{segment}, nil
	}
	eci, err := goqr.MakeEci(utf8ECI)
	if err != nil {
		return nil, fmt.Errorf("qr: encode: %w", err)
	}
	return []*goqr.QrSegment{eci, segment}, nil
}

func segmentOf(text string, mode Mode) (*goqr.QrSegment, error) {
	if mode == Auto {
		mode = densestMode(text)
	}
	switch mode {
	case Numeric:
		return goqr.MakeNumeric(text)
	case Alphanumeric:
		return goqr.MakeAlphanumeric(text)
	case Kanji:
		if strings.Contains(text, `\`) { // go-qr encodes it as the wide ＼ of JIS X 0208
			return nil, errors.New("a backslash is no kanji")
		}
		return goqr.MakeKanji(text)
	}
	return goqr.MakeBytes([]byte(text))
}

func densestMode(text string) Mode {
	switch {
	case strings.Trim(text, "0123456789") == "":
		return Numeric
	case strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") == "":
		return Alphanumeric
	}
	return Byte
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
