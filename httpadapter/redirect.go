package httpadapter

import (
	"errors"
	"net/http"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// serveShort serves short links.
func (h *Handler) serveShort(w http.ResponseWriter, r *http.Request) {
	defer h.rescue(w, r)
	code, rest, isCode := splitPath(r.URL)
	code, isPreview := cutPreview(code)
	visit := h.visit(r)
	defer h.visits.Put(visit)
	visit.Path = rest
	switch {
	case r.Method == http.MethodPost && isCode && !isPreview:
		h.servePassword(w, r, code, visit)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.refuseMethod(w, r)
	case !isCode:
		h.serveElsewhere(w, r, visit)
	case isPreview:
		h.servePreview(w, r, code, visit)
	default:
		h.serveLink(w, r, code, visit)
	}
}

// serveLink shows a link's QR code or follows the link.
func (h *Handler) serveLink(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	if extension, wanted := imageOf(visit.Path); wanted && h.opts.Images != nil {
		h.opts.Images.ServeImage(w, r, code, extension)
		return
	}
	h.follow(w, r, code, visit)
}

// refuseMethod answers 405.
func (h *Handler) refuseMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	servePage(w, r, h.message(r, notAllowed))
}

// serveElsewhere serves paths that cannot be codes: the root, which a domain may
// redirect, and paths that are not links.
func (h *Handler) serveElsewhere(w http.ResponseWriter, r *http.Request, visit *routing.Visit) {
	code := ""
	if r.URL.Path != "/" {
		code = "/" // no link has this code
	}
	h.follow(w, r, code, visit)
}

// follow resolves the link and answers with the result.
func (h *Handler) follow(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	res, err := h.shortener.Resolve(r.Context(), r.Host, code, visit)
	h.answer(w, r, visit, &res, err)
}

// answer sends the result of a visit. The visit is recorded after the answer is
// decided and before it is sent.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, visit *routing.Visit, res *linkpack.Resolution, err error) {
	if err == nil && res.Found() {
		h.remember(w, visit)
		h.keepLBID(w, r, res)
	}
	if page := h.pageOf(w.Header(), r, res, err); page != nil {
		h.record(r, res)
		servePage(w, r, page)
		return
	}
	status := h.redirectTo(w.Header(), r, res)
	h.record(r, res)
	w.WriteHeader(status)
}

// pageOf returns the page to answer with instead of a redirect, or nil. A right
// password is always answered with a redirect, so those visitors run no scripts.
func (h *Handler) pageOf(header http.Header, r *http.Request, res *linkpack.Resolution, err error) *page {
	switch {
	case err != nil:
		return h.refusal(header, r, err)
	case res.Card != nil:
		return h.cardPage(r, res)
	case res.Preview:
		return h.previewPage(r, res)
	case len(res.Scripts) > 0 && r.Method == http.MethodGet:
		return h.scriptsPage(r, res)
	}
	return nil
}

// redirectTo sets the headers of a redirect and returns its status. It does not use
// [http.Redirect], which would clean the Location and write a body.
func (h *Handler) redirectTo(header http.Header, r *http.Request, res *linkpack.Resolution) int {
	header["Location"] = []string{res.Location}
	header["Cache-Control"] = h.noStore
	if r.Method == http.MethodPost {
		return http.StatusSeeOther // with 307 the browser would forward the password
	}
	if res.Status == http.StatusMovedPermanently || res.Status == http.StatusPermanentRedirect {
		header["Cache-Control"] = h.briefly
	}
	return res.Status
}

// record counts a visit. A failure is logged and does not affect the answer; a
// visitor who has left is not a failure. Lost and late visits are not logged here,
// since the recorder logs them together: a line for each would fill a disk that may
// already be full.
func (h *Handler) record(r *http.Request, res *linkpack.Resolution) {
	err := h.shortener.Record(r.Context(), *res)
	if err == nil || r.Context().Err() != nil || errors.Is(err, analytics.ErrLost) || errors.Is(err, analytics.ErrLate) {
		return
	}
	h.opts.Logger.ErrorContext(r.Context(), "visit not recorded", "path", r.URL.Path, "error", err)
}

// refusal returns the page that says why there is no redirect.
func (h *Handler) refusal(header http.Header, r *http.Request, err error) *page {
	switch {
	case errors.Is(err, linkpack.ErrNotFound):
		return h.message(r, notFound)
	case errors.Is(err, linkpack.ErrGone):
		return h.message(r, gone)
	case errors.Is(err, linkpack.ErrDisabled):
		return h.message(r, disabled)
	case errors.Is(err, linkpack.ErrLoop):
		return h.message(r, loop)
	case errors.Is(err, linkpack.ErrPassword), errors.Is(err, linkpack.ErrThrottled):
		return h.passwordPage(header, r, err)
	case isInterrupted(err):
		header.Set("Retry-After", retryAfter)
		return h.message(r, unavailable)
	default:
		h.opts.Logger.ErrorContext(r.Context(), "link not resolved", "path", r.URL.Path, "error", err)
		return h.message(r, failed)
	}
}

// rescue turns a panic into a page. Nothing has been written by then, since every
// answer is written at once, at the end.
func (h *Handler) rescue(w http.ResponseWriter, r *http.Request) {
	reason := recover()
	if reason == nil {
		return
	}
	if !h.logPanic(r, reason) {
		panic(http.ErrAbortHandler)
	}
	servePage(w, r, h.message(r, failed))
}
