package httpadapter

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// maxForm limits the body of a password form, in bytes: a password of 72 bytes,
// percent-encoded, and room for fields that browser extensions add.
const maxForm = 4096

// servePassword answers the password form of a link. Other POST requests are
// refused.
//
// Forms of other sites are refused, too. Otherwise a page could use up the
// attempts of its visitors, or open a limited link through them.
func (h *Handler) servePassword(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	res, err := h.shortener.Resolve(r.Context(), r.Host, code, visit)
	switch {
	case !res.Found() && err != nil && !errors.Is(err, linkpack.ErrNotFound) && !errors.Is(err, linkpack.ErrGone):
		servePage(w, r, h.refusal(w.Header(), r, err)) // the store failed
		return
	case !res.HasPassword:
		h.refuseMethod(w, r)
		return
	case !errors.Is(err, linkpack.ErrPassword): // another gate comes first
	case h.crossOrigin.Check(r) != nil:
		h.record(r, &res)
		servePage(w, r, h.message(r, foreign))
		return
	default:
		res, err = h.shortener.Unlock(r.Context(), r.Host, code, visit, readPassword(w, r))
	}
	h.answer(w, r, visit, &res, err)
}

// readPassword returns the password of a form, or "" for any other body. No link
// has an empty password.
func readPassword(w http.ResponseWriter, r *http.Request) string {
	return readForm(w, r).Get("password")
}

// readForm returns the fields of a form, or none for any other body.
func readForm(w http.ResponseWriter, r *http.Request) url.Values {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/x-www-form-urlencoded" {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		return nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return form
}

// passwordPage asks for the password, with a notice after a failed attempt.
func (h *Handler) passwordPage(header http.Header, r *http.Request, reason error) *page {
	l := h.pages.in(r)
	content := l.page(http.StatusOK, "Password")
	if throttled, ok := errors.AsType[*linkpack.ThrottledError](reason); ok {
		header.Set("Retry-After", seconds(throttled.RetryAfter))
		content.Status, content.Notice = http.StatusTooManyRequests, l.texts["TooManyAttempts"]
	} else if r.Method == http.MethodPost {
		content.Status, content.Notice = http.StatusForbidden, l.texts["WrongPassword"]
	}
	return h.render(r, passwordTemplate, content)
}
