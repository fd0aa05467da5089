package httpadapter

import (
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Page is the data that the templates of Options.Pages are executed with.
type Page struct {
	// Status is the HTTP status of the answer.
	Status int
	// Language is the tag of the language of the texts, as in "de".
	Language string
	// Title and Text are the heading and the text of the page.
	Title, Text string
	// Texts are all texts in this language by key, for buttons and labels. See
	// [DefaultTexts].
	Texts map[string]string
	// Internal says on the page "internal" whether the browser's visits are internal.
	Internal bool
	// Notice says on the page "password" why the last attempt failed. It is
	// empty before the first attempt.
	Notice string
	// Destination is the address that the link leads to, as text. It is set on
	// the page "scripts", and on "preview" unless it must not be shown.
	Destination string
	// Link is Destination for an href attribute. On "preview" it is empty if the
	// address is not a web page, since browsers handle other schemes differently.
	Link template.URL
	// ShortURL is the URL of the link on the page "card"; empty on the others.
	ShortURL string
	// Card is the link's card on the page "card"; nil on the others. Its title is
	// ShortURL if the link's card has none.
	Card *linkpack.Card
	// Head and Body are the markup of the link's scripts on the page "scripts",
	// for the head and the body element.
	Head, Body template.HTML
	// Nonce is the nonce that every other script on the page "scripts" needs as
	// an attribute.
	Nonce string
	// Patience is the number of milliseconds after which the page "scripts" must
	// go to the destination.
	Patience int
	// Style is the style sheet of the built-in pages.
	Style template.CSS
}

// leadTo sets the destination and inserts its host into the title and the text.
func (p *Page) leadTo(destination string) {
	p.Destination = destination
	host := ""
	if target, err := url.Parse(destination); err == nil {
		host = target.Hostname()
	}
	p.Title = strings.ReplaceAll(p.Title, "{host}", host)
	p.Text = strings.ReplaceAll(p.Text, "{host}", host)
}

// page is a rendered page with its headers. Pages that never change are shared
// by all answers.
type page struct {
	status int
	header http.Header
	body   []byte
}

// The content security policies of pages. Built-in pages load nothing but their
// style; a host's pages may load styles, fonts and images. Neither run scripts.
const (
	basicPolicy   = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src "
	hostPolicy    = "'self' https: 'unsafe-inline'; font-src 'self' https: data:; img-src 'self' https: data:"
	scriptsPolicy = "script-src 'nonce-%s' 'strict-dynamic' https: 'unsafe-inline'; img-src https: data:; " +
		"connect-src https:; frame-src https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)

// headerOf returns the headers of a page that the named template made.
func headerOf(name string, p *Page, length int, policy string) http.Header {
	header := http.Header{
		"Cache-Control":           {"private, no-store"},
		"Content-Language":        {p.Language},
		"Content-Length":          {strconv.Itoa(length)},
		"Content-Security-Policy": {policy + "; form-action 'none'"},
		"Content-Type":            {"text/html; charset=utf-8"},
		"Referrer-Policy":         {"no-referrer"},
		"Vary":                    {"Accept-Language"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Robots-Tag":            {"noindex"},
	}
	switch name {
	case passwordTemplate, internalTemplate:
		header.Set("Content-Security-Policy", policy) // form-action would also block the redirect
		header.Set("Referrer-Policy", "same-origin")  // no-referrer would make the form's Origin null
	case scriptsTemplate:
		header.Set("Content-Security-Policy", fmt.Sprintf(scriptsPolicy, p.Nonce))
		header.Set("Referrer-Policy", "strict-origin-when-cross-origin") // services behind the scripts check it
	case cardTemplate:
		header.Del("X-Robots-Tag") // some preview fetchers obey it
	}
	return header
}

// servePage answers with a page, and to HEAD with its headers alone.
func servePage(w http.ResponseWriter, r *http.Request, p *page) {
	maps.Copy(w.Header(), p.header)
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body) // fails only if the client has gone
	}
}
