package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestDestinationsAreStoredAsTheyWillBeSent(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Schemes: []string{"myapp"}})
	for _, test := range []struct{ name, sent, stored string }{
		{"plain", "https://example.com/launch", "https://example.com/launch"},
		{"no path", "http://example.com", "http://example.com"},
		{"capitals stay", "HTTPS://Example.COM/A", "HTTPS://Example.COM/A"},
		{"query order and escapes stay", "https://e.com/?b=1&a=%2f&&c", "https://e.com/?b=1&a=%2f&&c"},
		{"fragment stays", "https://e.com/#/route?x", "https://e.com/#/route?x"},
		{"port", "https://e.com:8443/", "https://e.com:8443/"},
		{"IPv4", "http://192.0.2.1:8080/x", "http://192.0.2.1:8080/x"},
		{"IPv4 with a dot at its end", "http://192.0.2.1./x", "http://192.0.2.1./x"},
		{"digits before the last dot", "http://4.example/0x7f", "http://4.example/0x7f"},
		{"IPv6", "http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"},
		{"dot at the host's end", "https://example.com./", "https://example.com./"},
		{"underscore", "https://_x.example.com/", "https://_x.example.com/"},
		{"path is percent-encoded", "https://e.com/café", "https://e.com/caf%C3%A9"},
		{"host becomes punycode", "https://bücher.example/ü?ü#ü", "https://xn--bcher-kva.example/%C3%BC?%C3%BC#%C3%BC"},
		{"punycode stays", "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"},
		{"hyphens stay", "https://ab--cd.example/", "https://ab--cd.example/"},
		{"percent sign in path", "https://e.com/50%-off", "https://e.com/50%25-off"},
		{"percent sign at the path's end", "https://e.com/100%", "https://e.com/100%25"},
		{"percent sign before half an escape", "https://e.com/%4/%zz/%%41", "https://e.com/%254/%25zz/%25%41"},
		{"percent sign before the query", "https://e.com/5%?a=5%&b=%zz#5%", "https://e.com/5%25?a=5%&b=%zz#5%25"},
		{"percent sign in fragment", "https://e.com/#50%?x=1%", "https://e.com/#50%25?x=1%25"},
		{"percent sign before other letters", "https://e.com/5%é", "https://e.com/5%25%C3%A9"},
		{"escapes stay", "https://e.com/%41%2f#%41%e4", "https://e.com/%41%2f#%41%e4"},
		{"spaces around it", " \thttps://e.com/a ", "https://e.com/a"},
		{"pasted line end", "https://e.com/a\r\n", "https://e.com/a"},
		{"no-break and ideographic spaces around it", "\u00a0https://e.com/a\u3000", "https://e.com/a"},
		{"spaces around an app URL", "\n myapp://open/42\n", "myapp://open/42"},
		{"listed app scheme", "myapp://open/42", "myapp://open/42"},
	} {
		t.Run(test.name, func(t *testing.T) {
			link := kit.NewLink(linkpack.Link{Destination: test.sent})
			if link.Destination != test.stored {
				t.Errorf("stored %q, want %q", link.Destination, test.stored)
			}
			if got := kit.Visit(link).Location(); got != test.stored {
				t.Errorf("leads to %q, want %q", got, test.stored)
			}
		})
	}
}

func TestDestinationsThatAreRefused(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Schemes: []string{"listed"}})
	for _, test := range []struct{ name, sent, reason string }{
		{"empty", "", "required"},
		{"relative", "/launch", "absolute"},
		{"no scheme", "example.com/launch", "absolute"},
		{"javascript", "javascript:alert(1)", `scheme "javascript"`},
		{"javascript in capitals", "JavaScript:alert(1)", `scheme "JavaScript"`},
		{"data", "data:text/html,x", `scheme "data"`},
		{"file", "file:///etc/passwd", `scheme "file"`},
		{"unlisted app scheme", "myapp://x", `scheme "myapp"`},
		{"one slash", "https:/example.com", "https://"},
		{"no host", "https:///path", "host"},
		{"only a port", "https://:80/", "host"},
		{"user name", "https://bank.example@evil.example/", "user name"},
		{"password", "https://a:b@evil.example/", "user name"},
		{"backslash before the host's end", `https://good.example\.evil.example/`, "valid"},
		{"space", "https://example.com/a b", "spaces"},
		{"nothing but spaces", " \r\n ", "required"},
		{"line break", "https://example.com/\r\nSet-Cookie:x=1", "control"},
		{"delete character", "https://example.com/\x7f", "control"},
		{"control character beyond ASCII", "https://example.com/\u0085", "control"},
		{"no-break space", "https://example.com/a\u00a0b", "spaces"},
		{"ideographic space", "https://example.com/?q=a\u3000b", "spaces"},
		{"invalid UTF-8", "https://example.com/\xff", "UTF-8"},
		{"bad port", "https://example.com:99999/", "port"},
		{"percent in host", "https://ex%61mple.com/", "host"},
		{"wildcard", "https://*.com/", "host"},
		{"odd characters in host", "https://$x!&()=.com/", "host"},
		{"empty label", "https://a..b.com/", "host"},
		{"label of 64", "https://" + strings.Repeat("a", 64) + ".com/", "host"},
		{"host of 300", "https://" + strings.Repeat("a.", 150) + "com/", "host"},
		{"IPv4 as one number", "https://2130706433/", "host"},
		{"IPv4 in hexadecimal", "https://0x7F.1/", "host"},
		{"IPv4 in octal", "https://0177.0.0.1/", "host"},
		{"IPv4 of two numbers", "https://127.1./", "host"},
		{"IPv4 out of range", "https://1.2.3.256/", "host"},
		{"IPv4 of five numbers", "https://1.2.3.4.5/", "host"},
		{"punycode of characters that no host has", "https://xn--pokxncvks/", "host"},
		{"punycode that is none", "https://www.xn--a.example/", "host"},
		{"punycode of nothing", "https://XN--.example/", "host"},
		{"IPv6 in two brackets", "https://[[::1]]/", "host"},
		{"IPv6 zone", "https://[fe80::1%25eth0]/", "host"},
		{"IPv6 that is none", "https://[::z]/", "host"},
		{"IPv6 with more behind it", "https://[::1]x/", "host"},
		{"bad escape in host", "https://50%.example/", "host"},
		{"too long", "https://example.com/" + strings.Repeat("a", 8192), "8192"},
		{"app URL too long once encoded", "listed:" + strings.Repeat("é", 3000), "when encoded"},
		{"too long once encoded", "https://example.com/" + strings.Repeat("é", 3000), "8192"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for field, link := range map[string]linkpack.Link{
				"destination":          {Destination: test.sent},
				"rules[0].destination": {Destination: "https://ok.example/", Rules: geoRules("US", test.sent)},
			} {
				_, err := kit.CreateLink(t.Context(), link)
				var fault *linkpack.FieldError
				if !errors.As(err, &fault) || !errors.Is(err, linkpack.ErrInvalid) {
					t.Fatalf("%s: got %v, want a FieldError", field, err)
				}
				if fault.Field != field || !strings.Contains(fault.Reason, test.reason) {
					t.Errorf("got %v, want field %s and a reason with %q", fault, field, test.reason)
				}
			}
		})
	}
}

func TestALinkCannotLeadToAShortLink(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example/s", Domains: []string{"brand.example"}})
	kit.NewLink(linkpack.Link{Destination: "https://example.com/", ShortCode: "first"})
	kit.NewLink(linkpack.Link{Destination: "https://example.com/", ShortCode: "other", Domain: "brand.example"})
	for _, destination := range []string{
		"https://go.example/s/first", "https://go.example/s/first?x=1#y", "https://go.example/s/first+",
		"https://GO.example:443/s/first", "http://go.example/s/first", "https://go.example./s/first",
		"https://go.example。/s/first", "https://go.example/s/first/", "https://go.example/s/first/x",
		"https://go.example/s/./first", "https://go.example/x/../s//first", "https://go.example/s/f%69rst",
		"https://brand.example/s/other", "http://brand.example:8080/s/other",
	} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: destination})
		if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "short link") {
			t.Errorf("%s: got %v, want a refusal", destination, err)
		}
	}
	for _, self := range []string{"https://brand.example/s/self", "https://brand.example/s/self/"} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{ShortCode: "self", Domain: "brand.example", Destination: self})
		if !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("a link to itself, %s: got %v, want a refusal", self, err)
		}
	}
	for _, destination := range []string{
		"https://go.example/s/", "https://go.example/pricing", "https://go.example/s/unknown",
		"https://go.example:8443/s/first", "https://brand.example/s/first", "https://www.go.example/s/first",
	} {
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: destination}); err != nil {
			t.Errorf("%s: %v", destination, err)
		}
	}
}

func TestAShortLinkOnThisMachineIsKnownByEveryName(t *testing.T) {
	for base, destinations := range map[string][]string{
		"http://127.0.0.1:8080": {
			"http://localhost:8080/first", "http://127.0.0.1.:08080/first", "http://127.9.9.9:8080/first", "http://go.localhost:8080/first",
			"http://[::1]:8080/first", "http://[::ffff:127.0.0.1]:8080/first", "http://0.0.0.0:8080/first",
		},
		"http://localhost:8080":     {"http://127.0.0.1:8080/first", "http://[0:0::1]:8080/first", "http://LOCALHOST.:8080/first"},
		"http://[2001:db8::1]:8080": {"http://[2001:DB8:0:0::1]:8080/first"},
	} {
		kit := linkpacktest.New(t, linkpack.Options{BaseURL: base})
		kit.NewLink(linkpack.Link{Destination: "https://example.com/", ShortCode: "first"})
		for _, destination := range destinations {
			_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: destination})
			if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "short link") {
				t.Errorf("%s on %s: got %v, want a refusal", destination, base, err)
			}
		}
		for _, destination := range []string{"http://localhost:8081/first", "http://192.0.2.1:8080/first", "http://[2001:db8::2]:8080/first"} {
			if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: destination}); err != nil {
				t.Errorf("%s on %s: %v", destination, base, err)
			}
		}
	}
}

func FuzzDestination(f *testing.F) {
	for _, seed := range []string{
		"https://example.com/a?b#c", "http://[::1]:80/", "https://bücher.example/ü", "javascript:x", "https://a@b/",
		`https://a\b`, "https://a%00b/", "HTTP://x:0/", "https://xn--a/", "https://..",
	} {
		f.Add(seed)
	}
	kit := linkpacktest.New(f)
	f.Fuzz(func(t *testing.T, sent string) {
		link, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: sent})
		if err != nil {
			if !errors.Is(err, linkpack.ErrInvalid) {
				t.Fatalf("%q: %v", sent, err)
			}
			return
		}
		got := link.Destination
		if len(got) > 8192 || strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			t.Fatalf("%q was stored as %q", sent, got)
		}
		if lower := strings.ToLower(got); !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
			t.Fatalf("%q was stored as %q", sent, got)
		}
		again, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: got})
		if err != nil || again.Destination != got {
			t.Fatalf("%q, stored as %q, does not stay so: %v", sent, got, err)
		}
	})
}
