package httpadapter_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func withOrigins(t *testing.T, allowed ...string) *httpadapter.Handler {
	s := newShortener(t, linkpack.Options{})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	return newHandler(t, s, httpadapter.Options{AllowedOrigins: allowed, APIs: []httpadapter.API{
		dialect("one", route("POST", "/api/v1/make", whoami)),
	}})
}

const app = "https://app.example.com"

func TestPagesOfAllowedOriginsMayCallTheAPI(t *testing.T) {
	for name, c := range map[string]struct {
		allowed []string
		origin  string
		want    string // Access-Control-Allow-Origin
	}{
		"a listed origin":         {[]string{"https://other.example", "HTTPS://App.example.com"}, app, app},
		"another one":             {[]string{app}, "https://evil.example", ""},
		"another port":            {[]string{app}, app + ":8443", ""},
		"a page without origin":   {[]string{app}, "null", ""},
		"no page":                 {[]string{app}, "", ""},
		"every origin":            {[]string{"*"}, app, "*"},
		"none is the default":     {nil, app, ""},
		"the star is no wildcard": {[]string{app}, "*", ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := withOrigins(t, c.allowed...)
			asked, _ := send(h, "OPTIONS", "/api/v1/make", "", "Origin: "+c.origin,
				"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type")
			called, _ := send(h, "POST", "/api/v1/make", "{}", "Origin: "+c.origin, "Authorization: Bearer "+secret)
			refused, _ := send(h, "POST", "/api/v1/make", "{}", "Origin: "+c.origin)
			if asked.StatusCode != 204 || called.StatusCode != 200 || refused.StatusCode != 401 {
				t.Errorf("answered %d, %d and %d", asked.StatusCode, called.StatusCode, refused.StatusCode)
			}
			for _, answer := range []*http.Response{asked, called, refused} {
				if got := answer.Header.Get("Access-Control-Allow-Origin"); got != c.want {
					t.Errorf("%d allows %q, want %q", answer.StatusCode, got, c.want)
				}
				if varies := answer.Header.Get("Vary") == "Origin"; varies != (len(c.allowed) > 0) {
					t.Errorf("%d varies by %q", answer.StatusCode, answer.Header.Get("Vary"))
				}
				if answer.Header.Get("Access-Control-Allow-Credentials") != "" {
					t.Error("cookies are let through")
				}
			}
			methods, headers := asked.Header.Get("Access-Control-Allow-Methods"), asked.Header.Get("Access-Control-Allow-Headers")
			if c.want != "" && (methods != "OPTIONS, POST" || headers != "authorization,content-type") || c.want == "" && methods+headers != "" {
				t.Errorf("allowed are the methods %q and the headers %q", methods, headers)
			}
		})
	}
}

func TestShortLinksAnswerNoPreflight(t *testing.T) {
	h := withOrigins(t, "*")
	answer, _ := send(h, "OPTIONS", "/abc", "", "Origin: "+app, "Access-Control-Request-Method: GET")
	if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("answered %d %v", answer.StatusCode, answer.Header)
	}
	if answer, _ := send(h, "GET", "/abc", "", "Origin: "+app); answer.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a redirect allows %v", answer.Header)
	}
}

func TestOriginsThatAreNone(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	for _, text := range []string{"", "null", "app.example.com", app + "/", app + "/path", "https://*.example.com", "https://", "https://u@app.example.com"} {
		_, err := httpadapter.New(s, &httpadapter.Options{AllowedOrigins: []string{app, text}})
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != "allowed_origins[1]" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
