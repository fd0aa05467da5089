package httpadapter

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// maxCode is the length in bytes of the longest code that is looked up: 64
// characters of up to 4 bytes.
const maxCode = 256

// serveRedirect answers for short links.
func (h *Handler) serveRedirect(w http.ResponseWriter, r *http.Request) {
	defer h.rescue(w, r)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		servePage(w, r, h.pages.methodNotAllowed)
		return
	}
	code, rest, ok := splitPath(r.URL)
	if !ok {
		h.serveNotFound(w, r)
		return
	}
	if extension, wanted := imageOf(rest); wanted && h.opts.Images != nil {
		h.opts.Images.ServeImage(w, r, code, extension)
		return
	}
	visit := h.visit(r)
	visit.Path = rest
	if code, ok := strings.CutSuffix(code, "+"); ok {
		h.servePreview(w, r, code, visit)
		return
	}
	h.follow(w, r, code, visit)
}

// imageOf tells whether what follows a code asks for its image, and in which
// format.
func imageOf(rest string) (extension string, wanted bool) {
	name, isImage := strings.CutPrefix(rest, "/qr")
	if !isImage || name == "" {
		return "", isImage
	}
	extension, dotted := strings.CutPrefix(name, ".")
	return extension, dotted && extension != "" && strings.IndexByte(extension, '/') < 0
}

// splitPath returns the short code, the first segment of a path, and what
// follows it, escaped.
func splitPath(target *url.URL) (code, rest string, ok bool) {
	path := target.Path
	if path == "" || path[0] != '/' {
		return "", "", false
	}
	code = path[1:]
	if strings.IndexByte(code, '/') >= 0 {
		escaped := target.EscapedPath()[1:]
		end := strings.IndexByte(escaped, '/')
		if end < 0 { // the slash is an escaped one, which no code has
			return "", "", false
		}
		rest = escaped[end:]
		var err error
		if code, err = url.PathUnescape(escaped[:end]); err != nil || strings.IndexByte(code, '/') >= 0 {
			return "", "", false
		}
	}
	return code, rest, code != "" && len(code) <= maxCode && utf8.ValidString(code)
}

// follow sends the visitor to where the link leads. The headers are decided,
// then the visit is recorded, then the answer leaves.
func (h *Handler) follow(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	res, err := h.shortener.Resolve(r.Context(), r.Host, code, visit)
	if err != nil {
		h.record(r, res)
		servePage(w, r, h.refusal(r, err))
		return
	}
	status := h.redirectTo(w.Header(), res)
	h.record(r, res)
	w.WriteHeader(status)
}

// redirectTo sets the headers of a redirect and returns its status. Location is
// set as it is: http.Redirect would clean it and write a body.
func (h *Handler) redirectTo(header http.Header, res linkpack.Resolution) int {
	header["Location"] = []string{res.Location}
	header["Cache-Control"] = h.noStore
	switch status := res.Link.RedirectStatus; status {
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		header["Cache-Control"] = h.briefly
		return status
	case 0:
		return http.StatusTemporaryRedirect
	default:
		return status
	}
}

// record counts a visit. The visitor is not to suffer when that fails; one who
// left does not wait, which is no failure.
func (h *Handler) record(r *http.Request, res linkpack.Resolution) {
	if res.Link == nil {
		return
	}
	if err := h.shortener.Record(r.Context(), res); err != nil && r.Context().Err() == nil {
		h.opts.Logger.ErrorContext(r.Context(), "visit not recorded", "link", res.Link.ID, "error", err)
	}
}

// refusal returns the page that tells a visitor why there is no redirect.
func (h *Handler) refusal(r *http.Request, err error) *page {
	switch {
	case errors.Is(err, linkpack.ErrNotFound):
		return h.pages.notFound
	case errors.Is(err, linkpack.ErrGone):
		return h.pages.gone
	case isInterrupted(err):
		return h.pages.unavailable
	default:
		h.opts.Logger.ErrorContext(r.Context(), "link not resolved", "path", r.URL.Path, "error", err)
		return h.pages.failed
	}
}

// rescue turns a panic into a page. Nothing has been written by then: every
// answer here is written at once, at the end.
func (h *Handler) rescue(w http.ResponseWriter, r *http.Request) {
	reason := recover()
	if reason == nil {
		return
	}
	if !h.logPanic(r, reason) {
		panic(http.ErrAbortHandler)
	}
	servePage(w, r, h.pages.failed)
}
