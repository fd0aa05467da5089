package qrcode

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// The smallest sizes that can be asked for: in pixels, and of PDF in millimetres.
const minSize, minPrint = 50, 5

// millimetres is the unit of PDF sizes in URLs.
const millimetres = "mm"

// readSize parses the size parameter: pixels, or for PDF millimetres as in "30mm".
// "" is 0, the design's size.
func (i *Images) readSize(format qr.Format, value string) (int, error) {
	if value == "" {
		return 0, nil
	}
	number, hasUnit := strings.CutSuffix(value, millimetres)
	size, err := strconv.Atoi(number)
	if err != nil || hasUnit != (format == qr.PDF) || size == 0 {
		return 0, i.sizeError(format)
	}
	return size, i.checkSize(format, size)
}

// sizeText returns the size parameter.
func sizeText(format qr.Format, size int) string {
	if format == qr.PDF {
		return strconv.Itoa(size) + millimetres
	}
	return strconv.Itoa(size)
}

// checkSize checks a size that is not 0.
func (i *Images) checkSize(format qr.Format, size int) error {
	least, most := i.sizes(format)
	if size != 0 && (size < least || size > most) {
		return i.sizeError(format)
	}
	return nil
}

func (i *Images) sizes(format qr.Format) (least, most int) {
	if format == qr.PDF {
		return minPrint, qr.MaxPrint
	}
	return minSize, i.maxSize
}

func (i *Images) sizeError(format qr.Format) error {
	least, most := i.sizes(format)
	reason := fmt.Sprintf("must be a whole number from %d to %d", least, most)
	if format == qr.PDF {
		reason += `, in millimetres as in "30mm"`
	}
	return &linkpack.FieldError{Field: "size", Reason: reason}
}

// pixels returns the width in pixels that a design is scaled to; 0 means its own.
// PDF has no pixels.
func pixels(format qr.Format, size int) int {
	if format == qr.PDF {
		return 0
	}
	return size
}
