package httpadapter_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

func TestPagesAreSafe(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`)
	for _, request := range []string{"GET /nothing", "GET /abc+", "POST /abc"} {
		method, path, _ := strings.Cut(request, " ")
		answer, body := send(h, method, path, "")
		hash := sha256.Sum256([]byte(style.FindStringSubmatch(body)[1]))
		policy := answer.Header.Get("Content-Security-Policy")
		if want := "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-" +
			base64.StdEncoding.EncodeToString(hash[:]) + "'; form-action 'none'"; policy != want {
			t.Errorf("%s: policy is %q, want %q", request, policy, want)
		}
		for name, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff",
			"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", request, name, got, want)
			}
		}
		for _, want := range []string{"<!doctype html>", `name="viewport"`, `lang="en"`, "color-scheme: light dark"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: page lacks %s", request, want)
			}
		}
		if strings.Contains(body, "<script") {
			t.Errorf("%s: page has a script", request)
		}
	}
}

func TestPreviewShowsWhereALinkLeads(t *testing.T) {
	s := newShortener(t, linkpack.Options{Schemes: []string{"app"}})
	h := newHandler(t, s, httpadapter.Options{})
	web := shorten(t, s, linkpack.Link{
		ShortCode: "web", Destination: `https://example.com/?a=1&b="><script>`, UTM: routing.UTM{Source: "news"},
		Rules: []routing.Rule{{Clauses: []routing.Clause{{Condition: "device", Value: "Mobile"}}, Destination: "https://m.example.com/"}},
	})
	shorten(t, s, linkpack.Link{ShortCode: "app", Destination: "app://open/it"})
	shorten(t, s, linkpack.Link{ShortCode: "late", Destination: "https://secret.test/", ExpiresAt: noon})

	answer, body := send(h, "GET", "/web+", "")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Location") != "" {
		t.Errorf("status is %d, Location %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	for _, want := range []string{
		"This link leads to example.com", "https://example.com/?a=1&amp;b=", "utm_source=news", `rel="noreferrer nofollow"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("page lacks %s: %s", want, body)
		}
	}
	if strings.Contains(body, "<script>") {
		t.Error("the destination is not escaped")
	}
	if got := classes(t, s, web); got != (analytics.ClassCounts{}) {
		t.Errorf("the preview was counted: %v", got)
	}

	_, body = send(h, "GET", "/web+", "", "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1")
	if !strings.Contains(body, "m.example.com") {
		t.Error("the preview does not follow the rules")
	}
	if _, body = send(h, "GET", "/app+", ""); strings.Contains(body, "href") || !strings.Contains(body, "app://open/it") {
		t.Errorf("another scheme is to be shown and not linked: %s", body)
	}
	if answer, body = send(h, "GET", "/late+", ""); answer.StatusCode != http.StatusGone || strings.Contains(body, "secret") {
		t.Errorf("the preview passed a gate: %d %s", answer.StatusCode, body)
	}
	if answer, body = send(h, "HEAD", "/web+", ""); answer.StatusCode != http.StatusOK || body != "" {
		t.Errorf("HEAD is answered %d with %d bytes", answer.StatusCode, len(body))
	}
	if answer, _ = send(h, "POST", "/web+", ""); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST is answered %d", answer.StatusCode)
	}
}
