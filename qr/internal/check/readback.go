package check

import (
	"errors"
	"fmt"
	"image"

	goqr "github.com/piglig/go-qr"
)

// Read reads a picture and compares what it says with the text. go-qr does not
// decode Kanji, so that only the readability of such a code is checked.
func Read(m image.Image, text string) (Warning, bool) {
	switch read, err := goqr.Decode(m); {
	case errors.Is(err, goqr.ErrUnsupportedSymbol): // it got as far as the Kanji characters
		return Warning{}, false
	case err != nil:
		return Warning{ReadBack, "data", "the picture cannot be read: " + err.Error()}, true
	default:
		return Warning{ReadBack, "data", fmt.Sprintf("the picture reads %q", read)}, read != text
	}
}
