package httpadapter_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestScriptsPage(t *testing.T) {
	s := newShortener(t, linkpack.Options{ScriptsAllowed: allowed, Schemes: []string{"app"}})
	h := newHandler(t, s, httpadapter.Options{})
	const target = `https://example.com/a'b"c?x=1&y=</script>;z=,#f`
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: target, RedirectStatus: 302, Scripts: []linkpack.Script{
		{Content: "inHead()", Position: linkpack.ScriptHead},
		{Content: "<script>inBody()</script><noscript><img src=x></noscript>", Position: linkpack.ScriptBody},
		{Content: "https://pixel.test/p.js", Position: linkpack.ScriptBody},
	}})
	answer, body := send(h, "GET", "/abc", "")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Location") != "" {
		t.Fatalf("answered %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
	policy := regexp.MustCompile(`^script-src 'nonce-([A-Z2-7]{26})' 'strict-dynamic' https: 'unsafe-inline'; img-src https: data:; connect-src https:; frame-src https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'$`)
	found := policy.FindStringSubmatch(answer.Header.Get("Content-Security-Policy"))
	if found == nil {
		t.Fatalf("policy is %q", answer.Header.Get("Content-Security-Policy"))
	}
	if all, trusted := strings.Count(body, "<script"), strings.Count(body, `<script nonce="`+found[1]+`"`); all != 4 || trusted != 4 {
		t.Errorf("%d of %d scripts have the nonce: %s", trusted, all, body)
	}
	head, rest, _ := strings.Cut(body, "</head>")
	for part, want := range map[string][]string{
		head: {"inHead()", `<meta name="robots" content="noindex">`, `<noscript><meta http-equiv="refresh" content="0; url=https://example.com/`},
		rest: {"inBody()", "<noscript><img src=", `src="https://pixel.test/p.js"`, `<a class="button" href="https://example.com/`},
	} {
		for _, text := range want {
			if !strings.Contains(part, text) {
				t.Errorf("page lacks %s: %s", text, part)
			}
		}
	}
	if strings.Index(head, "location.replace") > strings.Index(head, "inHead()") {
		t.Error("scripts come before what leaves")
	}
	if answer.Header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("headers are %v", answer.Header)
	}
	again, _ := send(h, "GET", "/abc", "")
	if again.Header.Get("Content-Security-Policy") == answer.Header.Get("Content-Security-Policy") {
		t.Error("the nonce is used twice")
	}
}

func TestScriptsNeedTheHostsConsent(t *testing.T) {
	store := memory.New()
	allowing := newShortenerOn(t, store, linkpack.Options{ScriptsAllowed: allowed})
	shorten(t, allowing, linkpack.Link{ShortCode: "abc", Destination: destination, Scripts: []linkpack.Script{{Content: "fire()"}}})
	if err := allowing.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, newShortenerOn(t, store, linkpack.Options{}), httpadapter.Options{})
	if answer, body := send(h, "GET", "/abc", ""); answer.StatusCode != 307 || answer.Header.Get("Location") != destination || body != "" {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
}

func TestScriptsBeforeAnApp(t *testing.T) {
	s := newShortener(t, linkpack.Options{ScriptsAllowed: allowed, Schemes: []string{"app"}})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "app://open/it?x=1", Scripts: []linkpack.Script{{Content: "fire()"}}})
	_, body := send(h, "GET", "/abc", "")
	for _, want := range []string{`location.replace("app://open/it?x=1")`, `href="app://open/it?x=1"`, `url=app://open/it?x=1`} {
		if !strings.Contains(body, want) {
			t.Errorf("page lacks %s: %s", want, body)
		}
	}
}
