package httpadapter

import (
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Page is what the templates of Options.Pages are given.
type Page struct {
	// Status is the HTTP status of the answer.
	Status int
	// Language is the tag of the language of the texts, as in "de".
	Language string
	// Title and Text say what the page is about.
	Title, Text string
	// Texts are all texts in this language, for buttons and labels.
	Texts *Texts
	// Notice says on the page "password" why the last attempt failed. It is
	// empty on the first.
	Notice string
	// Destination is the address where the link leads, to be read. It is empty
	// on every page but "preview" and "scripts", and on "preview" where it must
	// not be shown.
	Destination string
	// Link is Destination to be followed. On "preview" it is empty for an
	// address that is no web page: what a browser does with it cannot be
	// foreseen.
	Link template.URL
	// Card is what the page "card" describes, and nil on the others.
	Card *Card
	// Head and Body are the markup of the link's scripts on the page "scripts",
	// for the two elements.
	Head, Body template.HTML
	// Nonce lets the other scripts of that page run: each needs it as an
	// attribute.
	Nonce string
	// Patience is the milliseconds after which that page is to leave.
	Patience int
	// Style is the style sheet of the built-in pages.
	Style template.CSS
}

// Card is what chats and feeds show of a link.
type Card struct {
	// URL is the short URL.
	URL string
	// Title is never empty: without a title of its own, a card has the URL.
	Title string
	// Description and Image, the URL of a picture, may be empty.
	Description, Image string
}

// say gives the page a text that may speak of the destination's host.
func (p *Page) say(text Text) {
	host := ""
	if target, err := url.Parse(p.Destination); err == nil {
		host = target.Hostname()
	}
	p.Title = strings.ReplaceAll(text.Title, "{host}", host)
	p.Text = strings.ReplaceAll(text.Body, "{host}", host)
}

// page is an answer for people, ready to be sent. Those that never change are
// shared by all answers.
type page struct {
	status int
	header http.Header
	body   []byte
}

// What browsers may do on pages. The style is all that the built-in ones load;
// a host's own may load styles, fonts and pictures, and neither runs scripts.
const (
	basicPolicy   = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src "
	hostPolicy    = "'self' https: 'unsafe-inline'; font-src 'self' https: data:; img-src 'self' https: data:"
	scriptsPolicy = "script-src 'nonce-%s' 'strict-dynamic' https: 'unsafe-inline'; img-src https: data:; " +
		"connect-src https:; frame-src https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)

// headerOf returns the headers of a page that the template of a name made.
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
	case passwordTemplate:
		header.Set("Content-Security-Policy", policy) // form-action would hold for the redirect, too
		header.Set("Referrer-Policy", "same-origin")  // with none, the form's Origin would be null
	case scriptsTemplate:
		header.Set("Content-Security-Policy", fmt.Sprintf(scriptsPolicy, p.Nonce))
		header.Set("Referrer-Policy", "strict-origin-when-cross-origin") // the scripts' owners check it
	case cardTemplate:
		header.Del("X-Robots-Tag") // some of those who collect cards obey it
	}
	return header
}

// servePage answers with a page, to HEAD without it.
func servePage(w http.ResponseWriter, r *http.Request, p *page) {
	maps.Copy(w.Header(), p.header)
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(p.body) // the client may have gone, and nobody is left to tell
	}
}
