package httpadapter

import (
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/routing"
)

// servePreview shows where a link would lead this visitor, without going there.
// It passes the same gates as the redirect and is not counted.
func (h *Handler) servePreview(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	res, err := h.shortener.Resolve(r.Context(), r.Host, code, visit)
	if err != nil {
		servePage(w, r, h.refusal(r, err))
		return
	}
	page, err := h.pages.render(http.StatusOK, previewText(res.Location))
	if err != nil {
		servePage(w, r, h.refusal(r, err))
		return
	}
	servePage(w, r, page)
}

// previewText describes a destination. Only a web page is worth a link: what a
// browser does with another scheme cannot be foreseen.
func previewText(location string) pageText {
	text := pageText{
		Title:       "Where this link leads",
		Text:        "The short link sends you to this address:",
		Destination: location,
	}
	target, err := url.Parse(location)
	if err != nil || target.Scheme != "http" && target.Scheme != "https" {
		return text
	}
	text.Title = "This link leads to " + target.Hostname()
	text.Link = location
	return text
}
