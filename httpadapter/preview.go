package httpadapter

import (
	"cmp"
	"errors"
	"html/template"
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// servePreview shows where a link would lead this visitor. The same gates apply as
// for the redirect. The request is not counted.
func (h *Handler) servePreview(w http.ResponseWriter, r *http.Request, code string, visit *routing.Visit) {
	res, err := h.shortener.Peek(r.Context(), r.Host, code, visit)
	switch {
	case errors.Is(err, linkpack.ErrPassword):
		l := h.pages.in(r)
		servePage(w, r, h.render(r, previewTemplate, l.page(http.StatusOK, "Locked")))
	case err != nil:
		servePage(w, r, h.refusal(w.Header(), r, err))
	default:
		servePage(w, r, h.previewPage(r, &res))
	}
}

// previewPage shows a destination, unless the link is limited. Only web addresses
// become links, since browsers handle other schemes differently.
func (h *Handler) previewPage(r *http.Request, res *linkpack.Resolution) *page {
	l := h.pages.in(r)
	if res.Preview {
		return h.render(r, previewTemplate, l.page(http.StatusOK, "Limited"))
	}
	content := l.page(http.StatusOK, "PreviewApp")
	if isWeb(res.Location) {
		content = l.page(http.StatusOK, "Preview")
		content.Link = template.URL(res.Location) //nolint:gosec // the engine checks what it sends people to
	}
	content.leadTo(res.Location)
	return h.render(r, previewTemplate, content)
}

func isWeb(location string) bool {
	target, err := url.Parse(location)
	return err == nil && (target.Scheme == "http" || target.Scheme == "https")
}

// cardPage returns the card of a link, for programs that show previews of links.
func (h *Handler) cardPage(r *http.Request, res *linkpack.Resolution) *page {
	card := *res.Card
	card.Title = cmp.Or(card.Title, res.ShortURL)
	content := h.pages.in(r).page(http.StatusOK, "")
	content.Title, content.ShortURL, content.Card = card.Title, res.ShortURL, &card
	return h.render(r, cardTemplate, content)
}
