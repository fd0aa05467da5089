package qrcode

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// ServeZIP answers a request with the archive of [Images.WriteZIP]. Its options
// are the query parameters format, as in "svg", size, as in "600" or "30mm", sheet, as
// in "40mm", and placement, as in "poster-a". If it returns an error, it has written nothing. If a later
// code cannot be drawn, it panics with [http.ErrAbortHandler], so that the client
// notices that the archive is incomplete.
func (i *Images) ServeZIP(w http.ResponseWriter, r *http.Request, links []*linkpack.Link) error {
	opts, err := i.readArchive(r)
	if err != nil {
		return err
	}
	if _, err := i.newArchive(links, opts); err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", "application/zip")
	header.Set("Content-Disposition", `attachment; filename="qr.zip"`)
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	out := &counted{ResponseWriter: w}
	err = i.WriteZIP(r.Context(), out, links, opts)
	if err != nil && out.written > 0 {
		if r.Context().Err() == nil {
			i.log.ErrorContext(r.Context(), "writing an archive failed", "path", r.URL.Path, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		header.Del("Content-Disposition")
	}
	return err
}

// counted counts the bytes of a response.
type counted struct {
	http.ResponseWriter
	written int64
}

// Write counts what is written.
func (c *counted) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.written += int64(n)
	return n, err
}

func (i *Images) readArchive(r *http.Request) (*ArchiveOptions, error) {
	query := r.URL.Query()
	format, known := formatNamed(query.Get("format"))
	if !known {
		return nil, &linkpack.FieldError{Field: "format", Reason: "must be png, svg, jpeg, webp or pdf"}
	}
	if format == "" {
		format = qr.PNG
	}
	size, err := i.readSize(format, query.Get("size"))
	if err != nil {
		return nil, err
	}
	sheet, err := readSheet(query.Get("sheet"))
	return &ArchiveOptions{Format: format, Size: size, Sheet: sheet, Placement: query.Get("placement")}, err
}

// readSheet parses the side of codes on a sheet. "" is 0, no sheet.
func readSheet(value string) (int, error) {
	if value == "" {
		return 0, nil
	}
	number, hasUnit := strings.CutSuffix(value, millimetres)
	size, err := strconv.Atoi(number)
	if err != nil || !hasUnit || size == 0 {
		return 0, errSheet()
	}
	return size, nil
}
