package httpadapter

import (
	"crypto/rand"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// patience is how many milliseconds the page of scripts waits for them.
const patience = 1000

// scriptsPage lets the link's scripts run in the visitor's browser, which then
// goes to the destination.
func (h *Handler) scriptsPage(r *http.Request, res linkpack.Resolution) *page {
	l := h.pages.in(r)
	content := l.page(http.StatusOK, Text{})
	content.Destination = res.Location
	content.Link = template.URL(res.Location) //nolint:gosec // the engine checks what it sends people to
	content.Nonce, content.Patience = rand.Text(), patience
	content.say(l.texts.Leaving)
	var err error
	if content.Head, err = markupAt(linkpack.ScriptHead, res.Scripts, content.Nonce); err == nil {
		content.Body, err = markupAt(linkpack.ScriptBody, res.Scripts, content.Nonce)
	}
	if err != nil { // the visitor does not suffer from it
		h.opts.Logger.WarnContext(r.Context(), "scripts not shown", "path", r.URL.Path, "error", err)
	}
	return h.render(r, scriptsTemplate, content)
}

// markupAt returns the markup of the scripts that stand at a position.
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
	return template.HTML(whole.String()), nil //nolint:gosec // markup of whoever may write scripts
}
