package qrcode

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

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

// sheetName is the file in an archive that has all codes.
const sheetName = "sheet.pdf"

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
}

// WriteZIP writes a ZIP file with the QR codes of links, one file for each, named
// by its short code. The host comes first if the links are on several domains.
// Characters that a file system could refuse become "_", and of names that differ
// only by case the later one gets a number.
//
// Each code is written when it is drawn, in its link's design, so that an archive
// needs little memory, and other images are drawn in between. One archive is drawn at
// a time. A code that scanners may not read is in it without a warning; see
// [qr.Code.Warnings]. Cancelling ctx ends the work. An option, a number of links over [MaxArchive] or a nil link is a
// [linkpack.FieldError], and nothing is written; a link whose code cannot be drawn
// is a [linkpack.IndexError].
func (i *Images) WriteZIP(ctx context.Context, w io.Writer, links []*linkpack.Link, opts *ArchiveOptions) error {
	a, err := i.newArchive(links, opts)
	if err != nil {
		return err
	}
	out := zip.NewWriter(w)
	if err := a.writeCodes(ctx, out); err != nil {
		return err
	}
	if a.Sheet != 0 {
		if err := a.writeSheet(ctx, out); err != nil {
			return err
		}
	}
	return out.Close()
}

// archive is a ZIP file that is being written.
type archive struct {
	*Images
	ArchiveOptions
	links  []*linkpack.Link
	styles map[styleKey]*qr.Style
}

func (i *Images) newArchive(links []*linkpack.Link, opts *ArchiveOptions) (*archive, error) {
	a := &archive{Images: i, links: links, styles: map[styleKey]*qr.Style{}}
	if opts != nil {
		a.ArchiveOptions = *opts
	}
	a.Format = cmp.Or(a.Format, qr.PNG)
	if err := a.check(); err != nil {
		return nil, err
	}
	return a, nil
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
	return a.checkSize(a.Format, a.Size)
}

func (a *archive) writeCodes(ctx context.Context, out *zip.Writer) error {
	names := newFileNames(a.links, sheetName)
	for n, link := range a.links {
		file, err := a.file(ctx, link)
		if err != nil {
			return &linkpack.IndexError{Index: n, Err: err}
		}
		name := names.next(a.shortener.URL(link), link.ShortCode, "."+string(a.Format))
		if err := a.add(out, name, file); err != nil {
			return err
		}
	}
	return nil
}

// add writes a file. Only SVG is not compressed already.
func (a *archive) add(out *zip.Writer, name string, file []byte) error {
	header := &zip.FileHeader{Name: name, Method: zip.Store}
	if a.Format == qr.SVG {
		header.Method = zip.Deflate
	}
	entry, err := out.CreateHeader(header)
	if err == nil {
		_, err = entry.Write(file)
	}
	return err
}

func (a *archive) writeSheet(ctx context.Context, out *zip.Writer) error {
	entry, err := out.CreateHeader(&zip.FileHeader{Name: sheetName, Method: zip.Store})
	if err != nil {
		return err
	}
	return qr.WriteSheet(entry, float64(a.Sheet), a.labels(ctx))
}
