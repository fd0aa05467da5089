package httpadapter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// place is a field of the API. VALUE and ID in the request are replaced.
type place struct{ method, target, body, field string }

func urlPlaces() []place {
	const dest = `"longUrl":"https://dest.example/base"`
	return []place{
		{"POST", "/api/v1/shorten", `{"longUrl":VALUE}`, "longUrl"},
		{"POST", "/api/v1/shorten", `{"long_url":VALUE}`, "long_url"},
		{"POST", "/api/v1/shorten", `{` + dest + `,"fallback_url":VALUE}`, "fallback_url"},
		{"POST", "/api/v1/shorten", `{` + dest + `,"preview_image":VALUE}`, "preview_image"},
		{"POST", "/api/v1/shorten", `{` + dest + `,"traffic_routing":[{"condition":"geo","value":"US","destination":VALUE}]}`, "traffic_routing[0].destination"},
		{"PATCH", "/api/v1/link/ID", `{"longUrl":VALUE}`, "longUrl"},
		{"PATCH", "/api/v1/link/ID", `{"fallback_url":VALUE}`, "fallback_url"},
		{"PATCH", "/api/v1/link/ID", `{"preview_image":VALUE}`, "preview_image"},
		{"PATCH", "/api/v1/link/ID", `{"traffic_routing":[{"condition":"geo","value":"US","destination":VALUE}]}`, "traffic_routing[0].destination"},
		{"POST", "/api/v1/links/bulk", `{"links":[{` + dest + `},{"longUrl":VALUE}]}`, "links[1].longUrl"},
		{"PATCH", "/api/v1/links/bulk", `{"links":[{"id":"ID","longUrl":VALUE}]}`, "links[0].longUrl"},
		{"POST", "/api/v1/domains", `{"host":"new.example","not_found_url":VALUE}`, "not_found_url"},
		{"POST", "/api/v1/domains", `{"host":"new.example","root_url":VALUE}`, "root_url"},
		{"POST", "/api/v1/domains", `{"host":"new.example","fallback_url":VALUE}`, "fallback_url"},
		{"PATCH", "/api/v1/domains/links.dest.example", `{"not_found_url":VALUE}`, "not_found_url"},
		{"PATCH", "/api/v1/domains/links.dest.example", `{"root_url":VALUE}`, "root_url"},
		{"PATCH", "/api/v1/domains/links.dest.example", `{"fallback_url":VALUE}`, "fallback_url"},
	}
}

// forbiddenURLs are spellings that a browser could take for a script, or for another
// host than the one that a reader sees.
func forbiddenURLs() []string {
	list := []string{
		"//evil.example/", `\\evil.example\`, `/\evil.example`, "/evil", "evil.example", "https:evil.example", "https:/evil.example/", "https:///evil.example/",
		`https:\\evil.example`, `https:/\evil.example`, "https://", "https://?x", "https://#x", "https://:443/",
		"https://good.example@evil.example/", "https://good.example:pw@evil.example/", "https://@evil.example/", "https://good.example%40evil.example/",
		`https://good.example\@evil.example/`, `https://good.example\.evil.example/`, "https://good.example\t.evil.example/", "https://good.example\u3000.evil.example/",
		"https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://127.0.0.1.5/", "https://127.0.0.256/", "https://1.2.3.0x4/",
		"https://xn--a.example/", "https://xn--/", "https://a..example/", "https://.example/", "https://-a.example:x/", "https://exa mple.com/", "https://exa%20mple.com/",
		"https://[::1/", "https://::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://[127.0.0.1]/", "https://[v1.x]/", "https://*.example/", "https://a,b.example/",
		"https://evil.example:0/", "https://evil.example:65536/", "https://evil.example:-1/", "https://evil.example:+80/", "https://evil.example:８０/", "https://evil.example:80:80/",
		"https://dest.example/\r\nSet-Cookie: x=1", "https://dest.example/\x00", "https://dest.example/a b", "https://dest.example/\u2028", "https://dest.example/\u0085", "https://dest.example/\x7f",
		"h\tttps://evil.example/", "ht\ntps://evil.example/", "https\x00://evil.example/", "ｈttps://evil.example/", "https：//evil.example/", "https\u200b://evil.example/",
		"https%3A//evil.example/", "https&colon;//evil.example/", "https://evil\u200d\u202e.example:x/",
	}
	for _, scheme := range []string{"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "ftp", "ws", "intent", "jar", "mailto", "x"} {
		for _, disguise := range disguises() {
			list = append(list, disguise(scheme)+"alert(1)", disguise(scheme)+"//dest.example/%0aalert(1)")
		}
	}
	return list
}

// disguises spell a scheme and its colon in ways that some readers take for it.
func disguises() []func(string) string {
	between := func(text string) func(string) string {
		return func(s string) string { return s[:1] + text + s[1:] + ":" }
	}
	around := func(before, after string) func(string) string {
		return func(s string) string { return before + s + after }
	}
	return []func(string) string{
		around("", ":"), around(" \t\r\n", ":"), around("\x01", ":"), around("\ufeff", ":"), around("\u200b", ":"), around("\u00a0", ":"),
		around("", " :"), around("", "\t:"), around("", "\x00:"), around("", "&colon;"), around("", "&#58;"), around("", "%3a"), around("", "："), around("", "\u00ad:"),
		between("\t"), between("\n"), between("\r\n"), between("\x00"), between("\u200d"), between("%0a"),
		func(s string) string { return strings.ToUpper(s) + ":" },
		func(s string) string { return strings.ToUpper(s[:1]) + s[1:] + ":" },
		func(s string) string { return string(rune(s[0])-'a'+'ａ') + s[1:] + ":" },
		func(s string) string { return fmt.Sprintf("%%%02x%s:", s[0], s[1:]) },
		func(s string) string { return fmt.Sprintf("&#%d;%s:", s[0], s[1:]) },
		around("https:", ":"), around("url:", ":"), around("feed:", ":"),
	}
}

func TestForbiddenSpellingsOfURLsAreRefusedEverywhere(t *testing.T) {
	a := newAttacked(t)
	urls := forbiddenURLs()
	for i, p := range urlPlaces() {
		list := urls
		if !inFull() { // each spelling in some places, and each place with many spellings
			list = slices.Collect(func(yield func(string) bool) {
				for n, url := range urls {
					if n%7 == i%7 && !yield(url) {
						return
					}
				}
			})
		}
		a.checkRefused(t, p, list)
	}
}

func TestForbiddenSpellingsOfCodesAreRefusedEverywhere(t *testing.T) {
	a := newAttacked(t)
	const dest = `"longUrl":"https://dest.example/base"`
	codes := []string{
		".", "..", "...", "a/b", "a\\b", "a?b", "a#b", "a%2fb", "%2e%2e", "a+", "+", "a b", " ", "a\tb", "a\r\nb", "a\x00b", "\x7f", "é", "ａｐｉ", "api\u200b", "\u202eabc",
		"api", "API", "Api", "robots.txt", "favicon.ico", ".well-known", "healthz", "readyz", "plain", strings.Repeat("a", 65), strings.Repeat("a", 10_000), "a;b", "a:b", "a@b", "a,b", "<a>", "a&b", "a=b", "~", "a.b",
	}
	for _, p := range []place{
		{"POST", "/api/v1/shorten", `{` + dest + `,"shortCode":VALUE}`, "shortCode"},
		{"POST", "/api/v1/shorten", `{` + dest + `,"short_code":VALUE}`, "short_code"},
		{"POST", "/api/v1/shorten", `{` + dest + `,"aliases":[{"short_code":VALUE}]}`, "aliases[0].short_code"},
		{"PATCH", "/api/v1/link/ID", `{"shortCode":VALUE}`, "shortCode"},
		{"PATCH", "/api/v1/link/ID", `{"aliases":[{"short_code":VALUE}]}`, "aliases[0].short_code"},
		{"POST", "/api/v1/links/bulk", `{"links":[{"longUrl":"https://dest.example/base","shortCode":VALUE}]}`, "links[0].shortCode"},
	} {
		a.checkRefused(t, p, codes)
	}
}

func TestForbiddenSpellingsOfHostsAreRefused(t *testing.T) {
	a := newAttacked(t)
	hosts := []string{
		"go.example", "GO.EXAMPLE.", "brand.example", "ｇｏ.example", "go。example", "localhost", "127.0.0.1", "[::1]", "::1", "0x7f.1", "2130706433", "256.1.1.1", "single",
		"a..example", ".example", "-a.example", "a_b.example", "*.example", "a b.example", "a\r\nb.example", "a\x00.example", "http://evil.example", "evil.example/path", "evil.example?x", "user@evil.example",
		"xn--a.example", "xn--.example", "xn--pokxncvks.example", "é.example:x", "evil.example:99999", "%65vil.example", "\u202eevil.example", "evil\u200b\u2060.example:0", strings.Repeat("a", 64) + ".example", strings.Repeat("a.", 130) + "example", "",
	}
	a.checkRefused(t, place{"POST", "/api/v1/domains", `{"host":VALUE}`, "host"}, hosts)
}

// checkRefused fails unless each value is refused with the name of its field, and
// nothing is stored.
func (a *attacked) checkRefused(t *testing.T, p place, values []string) {
	t.Helper()
	links, domains := a.stored(t)
	for _, value := range values {
		replace := strings.NewReplacer("VALUE", quoted(value), "ID", a.links["both"].ID)
		status, fields := a.api(t, p.method, replace.Replace(p.target), replace.Replace(p.body))
		if status != 400 && status != 409 || !slices.Contains(fields, p.field) {
			t.Errorf("%s %s with %.60q as %s: answered %d naming %q", p.method, p.target, value, p.field, status, fields)
		}
	}
	if l, d := a.stored(t); l != links || d != domains {
		t.Errorf("%s %s, %s: there are %d links and %d domains, before there were %d and %d", p.method, p.target, p.field, l, d, links, domains)
	}
}

func (a *attacked) stored(t *testing.T) (links, domains int) {
	t.Helper()
	page, err := a.ListLinks(t.Context(), linkpack.LinkQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.Domains(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return len(page.Links), len(list)
}
