package httpadapter

import (
	"crypto/rand"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// patience is how many milliseconds the page waits for its scripts.
const patience = 1000

// scriptsPage returns a page that runs the link's scripts and then goes to the
// destination.
func (h *Handler) scriptsPage(r *http.Request, res *linkpack.Resolution) *page {
	l := h.pages.in(r)
	content := l.page(http.StatusOK, "Leaving")
	content.leadTo(res.Location)
	content.Link = template.URL(res.Location) //nolint:gosec // the engine checks what it sends people to
	content.Nonce, content.Patience = rand.Text(), patience
	var err error
	if content.Head, err = markupAt(linkpack.ScriptHead, res.Scripts, content.Nonce); err == nil {
		content.Body, err = markupAt(linkpack.ScriptBody, res.Scripts, content.Nonce)
	}
	if err != nil { // the page still leads to the destination
		h.opts.Logger.WarnContext(r.Context(), "scripts left out", "path", r.URL.Path, "error", err)
	}
	return h.render(r, scriptsTemplate, content)
}

// markupAt returns the markup of the scripts at a position.
func markupAt(position linkpack.ScriptPosition, scripts []linkpack.Script, nonce string) (template.HTML, error) {
	var whole strings.Builder
	for i, script := range scripts {
		if script.Position != position {
			continue
		}
		markup, err := scriptMarkup(script.Content, nonce)
		if err != nil {
			return "", fmt.Errorf("script %d: %w", i, err)
		}
		whole.WriteString(markup)
		whole.WriteByte('\n')
	}
	return template.HTML(whole.String()), nil //nolint:gosec // links have scripts only if the host allows them
}
