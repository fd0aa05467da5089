package httpadapter

import (
	"bytes"
	"crypto/sha256"
	"embed" // the built-in pages
	"encoding/base64"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

//go:embed pages
var pageFiles embed.FS

// The names of the templates.
const (
	messageTemplate  = "message"
	previewTemplate  = "preview"
	passwordTemplate = "password"
	scriptsTemplate  = "scripts"
	cardTemplate     = "card"
	internalTemplate = "internal"
)

// pages renders pages in several languages from one set of templates.
type pages struct {
	templates *template.Template
	style     template.CSS
	policy    string               // content security policy of pages without scripts
	languages map[string]*language // by tag, in lower case
	tags      []string             // of the languages, in lower case
}

// language holds the texts of one language and the pages that never change.
type language struct {
	tag   string
	texts map[string]string
	fixed [numMessages]*page
}

// message is a page that never changes.
type message int

const (
	notFound message = iota
	gone
	disabled
	loop
	notAllowed
	foreign
	failed
	unavailable
	numMessages
)

// messages returns the status of each message and the key of its texts.
func messages() [numMessages]struct {
	status int
	key    string
} {
	return [numMessages]struct {
		status int
		key    string
	}{
		notFound:    {http.StatusNotFound, "NotFound"},
		gone:        {http.StatusGone, "Gone"},
		disabled:    {http.StatusUnavailableForLegalReasons, "Disabled"},
		loop:        {http.StatusLoopDetected, "Loop"},
		notAllowed:  {http.StatusMethodNotAllowed, "NotAllowed"},
		foreign:     {http.StatusForbidden, "Foreign"},
		failed:      {http.StatusInternalServerError, "Failed"},
		unavailable: {http.StatusServiceUnavailable, "Unavailable"},
	}
}

func newPages(opts *Options) (*pages, error) {
	p := &pages{languages: map[string]*language{}}
	if err := p.parse(opts.Pages); err != nil {
		return nil, err
	}
	languages, err := mergeTexts(opts.Texts)
	if err != nil {
		return nil, err
	}
	for tag, texts := range languages {
		l := &language{tag: tag, texts: texts}
		for i, m := range messages() {
			made, err := p.render(messageTemplate, l.page(m.status, m.key))
			if err != nil {
				return nil, pagesError(err)
			}
			l.fixed[i] = made
		}
		p.languages[strings.ToLower(tag)] = l
	}
	p.tags = slices.Collect(maps.Keys(p.languages))
	return p, p.try()
}

// parse reads the built-in templates and replaces those that the host defines.
func (p *pages) parse(own *template.Template) error {
	style, err := pageFiles.ReadFile("pages/style.css")
	if err != nil {
		return fmt.Errorf("style of the pages: %w", err)
	}
	p.style = template.CSS(style) //nolint:gosec // our own file
	hash := sha256.Sum256(style)
	p.policy = basicPolicy + "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	if p.templates, err = template.ParseFS(pageFiles, "pages/*.html"); err != nil || own == nil {
		return err
	}
	p.policy = basicPolicy + hostPolicy
	p.templates.Option("missingkey=error") // an unknown text
	for _, t := range own.Templates() {
		if t.Tree == nil {
			continue
		}
		if _, err := p.templates.AddParseTree(t.Name(), t.Tree.Copy()); err != nil {
			return pagesError(err)
		}
	}
	return nil
}

func pagesError(err error) error {
	return &linkpack.FieldError{Field: "pages", Reason: err.Error()}
}

// try renders every page once, so that a broken template is found at start.
func (p *pages) try() error {
	l := p.languages[fallbackLanguage]
	for _, name := range []string{messageTemplate, previewTemplate, passwordTemplate, scriptsTemplate, cardTemplate, internalTemplate} {
		sample := l.page(http.StatusOK, "NotFound")
		sample.ShortURL, sample.Card = "https://example.com/", &linkpack.Card{Title: "Title"}
		if _, err := p.render(name, sample); err != nil {
			return pagesError(err)
		}
	}
	return nil
}

// page returns the data of a page in the language. key is that of its texts,
// "" if it has none.
func (l *language) page(status int, key string) *Page {
	return &Page{Status: status, Language: l.tag, Texts: l.texts, Title: l.texts[key+".Title"], Text: l.texts[key+".Text"]}
}

// render executes the named template.
func (p *pages) render(name string, content *Page) (*page, error) {
	content.Style = p.style
	var body bytes.Buffer
	if err := p.templates.ExecuteTemplate(&body, name, content); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return &page{content.Status, headerOf(name, content, body.Len(), p.policy), slices.Clip(body.Bytes())}, nil
}

// in returns the language for a request.
func (p *pages) in(r *http.Request) *language {
	return p.languages[preferred(r.Header, p.tags)]
}

// message returns a message in the language for a request.
func (h *Handler) message(r *http.Request, m message) *page { return h.pages.in(r).fixed[m] }

// render executes the named template, or returns the page for failures.
func (h *Handler) render(r *http.Request, name string, content *Page) *page {
	made, err := h.pages.render(name, content)
	if err != nil {
		h.opts.Logger.ErrorContext(r.Context(), "rendering a page failed", "page", name, "error", err)
		return h.message(r, failed)
	}
	return made
}

func (h *Handler) serveNotFound(w http.ResponseWriter, r *http.Request) {
	servePage(w, r, h.message(r, notFound))
}
