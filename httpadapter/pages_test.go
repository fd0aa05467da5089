package httpadapter_test

import (
	"html/template"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestPagesSpeakTheVisitorsLanguage(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{Texts: map[string]map[string]string{
		"pt-BR": {"NotFound.Title": "Este link não existe"},
	}})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	for accept, want := range map[string]struct{ language, title, preview string }{
		"":                        {"en", "This link does not exist", "This link leads to example.com"},
		"de-CH, en;q=0.5":         {"de", "Diesen Link gibt es nicht", "Dieser Link führt zu example.com"},
		"fr":                      {"fr", "Ce lien n’existe pas", "Ce lien mène à example.com"},
		"es-MX":                   {"es", "Este enlace no existe", "Este enlace lleva a example.com"},
		"pt-BR":                   {"pt-BR", "Este link não existe", "This link leads to example.com"},
		strings.Repeat("x", 4096): {"en", "This link does not exist", "This link leads to example.com"},
	} {
		answer, body := send(h, "GET", "/nothing", "", "Accept-Language: "+accept)
		if !strings.Contains(body, want.title) || !strings.Contains(body, `lang="`+want.language+`"`) || answer.Header.Get("Content-Language") != want.language {
			t.Errorf("%.20q: answered in %s: %s", accept, answer.Header.Get("Content-Language"), body)
		}
		if _, body = send(h, "GET", "/abc+", "", "Accept-Language: "+accept); !strings.Contains(body, want.preview) {
			t.Errorf("%.20q: preview is %s", accept, body)
		}
		if answer.Header.Get("Vary") != "Accept-Language" {
			t.Errorf("Vary is %q", answer.Header.Get("Vary"))
		}
	}
}

func TestPagesOfAHost(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	own := template.Must(template.New("").Parse(`
		{{define "message"}}<title>Acme</title><link rel="stylesheet" href="/acme.css"><h1>{{.Status}} {{.Title}}</h1>{{end}}
		{{define "head"}}<title>Acme: {{.Title}}</title>{{end}}`))
	h := newHandler(t, s, httpadapter.Options{Pages: own})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	answer, body := send(h, "GET", "/nothing", "")
	if answer.StatusCode != http.StatusNotFound || !strings.Contains(body, "<h1>404 This link does not exist</h1>") {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
	if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'self' https: 'unsafe-inline'") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy is %q", policy)
	}
	if _, body = send(h, "GET", "/abc+", ""); !strings.Contains(body, "<title>Acme: This link leads") || !strings.Contains(body, `class="url"`) {
		t.Errorf("the built-in page has not the host's head: %s", body)
	}
}

func TestWhereUnknownCodesAndTheRootLead(t *testing.T) {
	s := newShortener(t, linkpack.Options{
		NotFoundURL: "https://example.com/404", RootURL: "https://example.com/", FallbackURL: "https://example.com/over",
	})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "late", Destination: destination, ExpiresAt: noon})
	shorten(t, s, linkpack.Link{ShortCode: "own", Destination: destination, ExpiresAt: noon, FallbackURL: fallback})
	shorten(t, s, linkpack.Link{ShortCode: "archived", Destination: destination, Archived: true})
	for path, want := range map[string]struct {
		status   int
		location string
	}{
		"/":         {307, "https://example.com/"},
		"/nothing":  {307, "https://example.com/404"},
		"/a/b/c":    {307, "https://example.com/404"},
		"/late/x":   {307, "https://example.com/404"},
		"/late":     {307, "https://example.com/over"},
		"/own":      {307, fallback},
		"/archived": {404, ""},
		"/nothing+": {404, ""},
		"/late+":    {410, ""},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			answer, _ := send(h, method, path, "")
			if answer.StatusCode != want.status || answer.Header.Get("Location") != want.location || answer.Header.Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s %s: answered %d to %q, want %d to %q", method, path, answer.StatusCode, answer.Header.Get("Location"), want.status, want.location)
			}
		}
	}
}
