package httpadapter

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the template and its style
	"encoding/base64"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"strconv"
)

var (
	//go:embed page.html
	pageTemplate string
	//go:embed page.css
	pageStyle string
)

// page is an answer for people, ready to be sent. Those that never change are
// shared by all answers.
type page struct {
	status int
	header http.Header
	body   []byte
}

// pageText is what the template shows.
type pageText struct {
	Title, Text string
	// Destination is a URL to be read, Link the same one to be followed.
	Destination, Link string
	Style             template.CSS
}

// pages are made from one template. Those that never change are made once.
type pages struct {
	template *template.Template
	policy   string

	notFound, gone, methodNotAllowed, failed, unavailable *page
}

func newPages() (*pages, error) {
	parsed, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return nil, fmt.Errorf("page template: %w", err)
	}
	hash := sha256.Sum256([]byte(pageStyle))
	p := &pages{template: parsed, policy: "default-src 'none'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(hash[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
	for _, fixed := range []struct {
		page        **page
		status      int
		title, text string
	}{
		{&p.notFound, http.StatusNotFound, "This link does not exist", "Please check the address for typing errors, or ask the person who gave it to you."},
		{&p.gone, http.StatusGone, "This link works no more", "It has expired or was removed by its owner."},
		{&p.methodNotAllowed, http.StatusMethodNotAllowed, "This is a short link", "It can only be opened, as from the address bar of a browser."},
		{&p.failed, http.StatusInternalServerError, "Something went wrong", "That is our fault, not yours. Please try again in a moment."},
		{&p.unavailable, http.StatusServiceUnavailable, "Not available right now", "Please try again in a moment."},
	} {
		if *fixed.page, err = p.render(fixed.status, pageText{Title: fixed.title, Text: fixed.text}); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// render makes a page of text.
func (p *pages) render(status int, text pageText) (*page, error) {
	text.Style = template.CSS(pageStyle) //nolint:gosec // our own file
	var body bytes.Buffer
	if err := p.template.Execute(&body, text); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return &page{status, p.header(body.Len()), body.Bytes()}, nil
}

// header returns the headers of a page of some length.
func (p *pages) header(length int) http.Header {
	return http.Header{
		"Cache-Control":           {"private, no-store"},
		"Content-Length":          {strconv.Itoa(length)},
		"Content-Security-Policy": {p.policy},
		"Content-Type":            {"text/html; charset=utf-8"},
		"Referrer-Policy":         {"no-referrer"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Robots-Tag":            {"noindex"},
	}
}

// servePage answers with a page, to HEAD without it.
func servePage(w http.ResponseWriter, r *http.Request, p *page) {
	maps.Copy(w.Header(), p.header)
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body) // the client may have gone, and nobody is left to tell
	}
}

func (h *Handler) serveNotFound(w http.ResponseWriter, r *http.Request) {
	servePage(w, r, h.pages.notFound)
}
