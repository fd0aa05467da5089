package qr

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/sheet"
)

// defaultSheetSize is the side of a code on a sheet in mm.
const defaultSheetSize = 40

// Label is a code on a sheet.
type Label struct {
	// Code is the code. Required.
	Code *Code
	// Text is printed below it in up to three lines, for people who cannot scan. It
	// is printable ASCII. A text that is too long ends in "...".
	Text string
}

// WriteSheet writes a PDF file of A4 pages with codes side by side, to be printed
// and cut. size is the side of a code in mm, from 10 to 190; 0 means 40. A page is
// written as soon as it is full, so that any number of codes needs little memory.
// WriteSheet ends with the first error of labels or of w. A size or a label that
// cannot be printed is a FieldError.
func WriteSheet(w io.Writer, size float64, labels iter.Seq2[Label, error]) error {
	if size == 0 {
		size = defaultSheetSize
	}
	if !(size >= sheet.MinSize && size <= sheet.MaxSize) {
		return &FieldError{Field: "size", Reason: fmt.Sprintf("must be from %d to %d mm", sheet.MinSize, sheet.MaxSize)}
	}
	s := sheet.New(w, size)
	for label, err := range labels {
		if err == nil {
			err = label.check()
		}
		if err == nil {
			err = s.Add(label.Code.drawing.Scene(), label.Text)
		}
		if err != nil {
			return err
		}
	}
	return s.Close()
}

func (l Label) check() error {
	switch {
	case l.Code == nil:
		return &FieldError{Field: "code", Reason: "is required"}
	case strings.ContainsFunc(l.Text, func(r rune) bool { return r < ' ' || r > '~' }):
		return &FieldError{Field: "text", Reason: "must be printable ASCII"}
	}
	return nil
}
