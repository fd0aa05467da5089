package httpadapter

import (
	"net/http"
	"strings"
)

// serveRedirect serves short links, and the host's pages where there is no link.
func (h *Handler) serveRedirect(w http.ResponseWriter, r *http.Request) {
	if h.opts.Fallback != nil && h.isElsewhere(r) {
		h.opts.Fallback.ServeHTTP(w, r)
		return
	}
	h.serveShort(w, r)
}

// isElsewhere reports whether a request is for the Fallback. If the store fails, it
// is not, and serveShort answers the error.
func (h *Handler) isElsewhere(r *http.Request) bool {
	domain := h.shortener.DomainAt(r.Host)
	code, rest, isCode := splitPath(r.URL)
	code, _ = cutPreview(code)
	if domain.Workspace != "" || domain.NotFoundURL != "" && !h.reserved[strings.ToLower(code)] {
		return false
	}
	if !isCode {
		return r.URL.Path != "/" || domain.RootURL == ""
	}
	if _, isImage := imageOf(rest); isImage && h.opts.Images != nil {
		rest = ""
	}
	found, err := h.shortener.HasLink(r.Context(), r.Host, code, rest)
	return err == nil && !found
}
