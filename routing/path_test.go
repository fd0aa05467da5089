package routing_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestForwardPath(t *testing.T) {
	for _, c := range []struct{ name, url, rest, want string }{
		{"the rest is appended to the path", "https://x.org/a", "/b/c", "https://x.org/a/b/c"},
		{"with one slash between", "https://x.org/a/", "/b", "https://x.org/a/b"},
		{"to a URL without a path", "https://x.org", "/b", "https://x.org/b"},
		{"before query and fragment", "https://x.org/a?q=/x#f", "/b", "https://x.org/a/b?q=/x#f"},
		{"before a fragment with a question mark", "https://x.org#f?", "/b", "https://x.org/b#f?"},
		{"a last slash stays", "https://x.org/a", "/b/", "https://x.org/a/b/"},
		{"escapes stay as they are", "https://x.org", "/%2f%C3%a9", "https://x.org/%2f%C3%a9"},
		{"what cannot stand in a path is encoded", "https://x.org", "/a b?c#d\\é\n%", "https://x.org/a%20b%3Fc%23d%5C%C3%A9%0A%25"},
		{"it cannot become the host", "https://x.org", "//evil.org", "https://x.org//evil.org"},
		{"an app's URL is left alone", "myapp://", "/evil", "myapp://"},
		{"nothing more, nothing done", "https://x.org/a", "/", "https://x.org/a"},
		{"dots in names are no dot segments", "https://x.org", "/a..b/.c/...", "https://x.org/a..b/.c/..."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := routing.ForwardPath(c.url, c.rest); err != nil || got != c.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

func TestForwardPathRefuses(t *testing.T) {
	for _, rest := range []string{
		"/..", "/../a", "/a/..", "/.", "/a/./b", "/%2e%2E/a", "/.%2e", "/..%2fa", `/..\a`, "/a%5c..", "/..;x/a", "/..%3bx",
		"/" + strings.Repeat("a", 8192),
	} {
		got, err := routing.ForwardPath("https://x.org/a", rest)
		var field *routing.FieldError
		if !errors.As(err, &field) || field.Field != "path" || got != "" {
			t.Errorf("%.20s: %q, %v", rest, got, err)
		}
	}
}

func FuzzForwardPath(f *testing.F) {
	f.Add("https://example.com/a?b#c", "/rest")
	f.Add("https://example.com", "/%2e%2e/\\..")
	f.Add("http://h?", "//x")
	f.Fuzz(func(t *testing.T, dest, rest string) {
		got, err := routing.ForwardPath(dest, rest)
		if err != nil || got == dest {
			return
		}
		end := strings.IndexAny(dest, "?#")
		if end < 0 {
			end = len(dest)
		}
		head, tail := strings.TrimSuffix(dest[:end], "/"), dest[end:]
		added, ok := strings.CutPrefix(got, head+"/")
		if !ok || !strings.HasSuffix(added, tail) || len(got) > 8192 {
			t.Fatalf("%q became %q", dest, got)
		}
		added = strings.TrimSuffix(added, tail)
		if strings.ContainsFunc(added, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`?#\`, r) }) {
			t.Fatalf("appended %q", added)
		}
	})
}
