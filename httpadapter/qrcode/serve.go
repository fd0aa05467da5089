package qrcode

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// ServeImage answers a request for the image of a code; see httpadapter.Images.
// Without a signature, the answer is 404 for an archived or unknown link and 410
// for a deleted one. If other requests keep the processors busy for ten seconds, it
// is 503.
func (i *Images) ServeImage(w http.ResponseWriter, r *http.Request, code, extension string) {
	at, lifetime, err := i.read(r, code, extension)
	if err != nil {
		i.refuse(w, r, err)
		return
	}
	drawn, err := i.draw(r.Context(), at)
	if err != nil {
		i.refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", at.format.ContentType())
	header.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", lifetime/time.Second))
	header.Set("ETag", drawn.etag)
	header.Set("X-Content-Type-Options", "nosniff")
	if at.format != qr.PDF { // its viewers do not start in a sandbox, and the file has no scripts
		header.Set("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox")
	}
	if len(drawn.warnings) > 0 {
		header.Set("QR-Warning", strings.Join(drawn.warnings, ", "))
	}
	if matches(r.Header.Values("If-None-Match"), drawn.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Length", strconv.Itoa(len(drawn.file)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(drawn.file) // fails only if the client has gone
	}
}

// matches reports whether the If-None-Match headers contain the tag (RFC 9110,
// section 13.1.2).
func matches(headers []string, etag string) bool {
	for tag := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

// refuse answers an error as plain text, for the person who wrote the URL.
func (i *Images) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, text := http.StatusInternalServerError, "the image could not be made"
	switch {
	case errors.Is(err, linkpack.ErrInvalid):
		status, text = http.StatusBadRequest, err.Error()
	case errors.Is(err, errSignature):
		status, text = http.StatusForbidden, err.Error()
	case errors.Is(err, linkpack.ErrNotFound):
		status, text = http.StatusNotFound, "no such image"
	case errors.Is(err, linkpack.ErrGone):
		status, text = http.StatusGone, "this link is gone"
	case errors.Is(err, errBusy):
		status, text = http.StatusServiceUnavailable, err.Error()
		w.Header().Set("Retry-After", strconv.Itoa(int(maxWait.Seconds())))
	case r.Context().Err() != nil:
		status, text = http.StatusServiceUnavailable, "the request was canceled"
	default:
		i.log.ErrorContext(r.Context(), "drawing an image failed", "path", r.URL.Path, "error", err)
	}
	w.Header().Set("Cache-Control", "private, no-store")
	http.Error(w, text, status)
}
