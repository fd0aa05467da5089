package qrcode

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// MaxArchive is the maximum number of codes in an archive.
const MaxArchive = 1000

// minSheet and maxSheet limit the side of a code on a sheet, in millimetres.
const minSheet, maxSheet = 10, 190

func errSheet() error {
	return &linkpack.FieldError{Field: "sheet", Reason: fmt.Sprintf("must be from %dmm to %dmm", minSheet, maxSheet)}
}

// ArchiveOptions configure [Images.WriteZIP]. The zero value works.
type ArchiveOptions struct {
	// Format is the format of the files. Defaults to PNG.
	Format qr.Format
	// Size is the width of a code: in pixels, from 50 to Options.MaxSize, or for PDF
	// in millimetres, from 5 to [qr.MaxPrint]. 0 means that of its design.
	Size int
	// Sheet adds the file sheet.pdf: A4 pages with all codes, in the order of the
	// links, each above its short URL. It is the side of a code in millimetres, from
	// 10 to 190. 0 means no sheet.
	Sheet int
	// Placement is where the codes will be; see [linkpack.Shortener.ScanURL].
	// Defaults to none.
	Placement string
}

func (a *archive) check() error {
	if err := checkFormat(a.Format); err != nil {
		return err
	}
	if len(a.links) > MaxArchive {
		return &linkpack.FieldError{Field: "links", Reason: fmt.Sprintf("has %d links, at most %d are allowed", len(a.links), MaxArchive)}
	}
	if n := slices.Index(a.links, nil); n >= 0 {
		return &linkpack.FieldError{Field: fmt.Sprintf("links[%d]", n), Reason: "is required"}
	}
	if a.Sheet != 0 && (a.Sheet < minSheet || a.Sheet > maxSheet) {
		return errSheet()
	}
	if err := analytics.CheckPlacement(a.Placement); err != nil {
		return err
	}
	return a.checkSize(a.Format, a.Size)
}
