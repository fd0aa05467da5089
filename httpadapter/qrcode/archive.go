package qrcode

import (
	"archive/zip"
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// The files of an archive that are not codes.
const (
	sheetName    = "sheet.pdf"
	warningsName = "warnings.txt"
)

// WriteZIP writes a ZIP file with the QR codes of links, one file for each, named
// by its short code. The host comes first if the links are on several domains.
// Characters that a file system could refuse become "_", and of names that differ
// only by case the later one gets a number.
//
// Each code is written when it is drawn, in its link's design, so that an archive
// needs little memory, and other images are drawn in between. One archive is drawn at
// a time. If scanners may not read some of the codes, the file warnings.txt has a line
// for each reason, with the name of the code's file; see [qr.Code.Warnings].
//
// Cancelling ctx ends the work. A wrong option, more than [MaxArchive] links or a nil
// link is a [linkpack.FieldError], and nothing is written; a link whose code cannot be
// drawn is a [linkpack.IndexError].
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
	if a.warnings.Len() > 0 {
		if err := add(out, warningsName, zip.Deflate, []byte(a.warnings.String())); err != nil {
			return err
		}
	}
	return out.Close()
}

// archive is a ZIP file that is being written.
type archive struct {
	*Images
	ArchiveOptions
	links    []*linkpack.Link
	styles   map[styleKey]*qr.Style
	warnings strings.Builder // lines of warnings.txt
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

func (a *archive) writeCodes(ctx context.Context, out *zip.Writer) error {
	names := newFileNames(a.links, sheetName)
	method := zip.Store
	if a.Format == qr.SVG { // all others are compressed already
		method = zip.Deflate
	}
	for n, link := range a.links {
		file, warnings, err := a.file(ctx, link)
		if err != nil {
			return &linkpack.IndexError{Index: n, Err: err}
		}
		name := names.next(a.shortener.URL(link), link.ShortCode, "."+string(a.Format))
		for _, warning := range warnings {
			fmt.Fprintf(&a.warnings, "%s: %s: %s\n", name, warning.Field, warning.Reason)
		}
		if err := add(out, name, method, file); err != nil {
			return err
		}
	}
	return nil
}

// add writes a file.
func add(out *zip.Writer, name string, method uint16, file []byte) error {
	entry, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: method})
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
