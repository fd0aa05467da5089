package httpadapter_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// converting is a handler with a link that is tracked, "tracked", one that is not,
// "plain", and an API route that answers the lbid of a request's cookie.
func converting(t *testing.T, opts httpadapter.Options) *httpadapter.Handler {
	t.Helper()
	s := newShortener(t, linkpack.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "tracked", Destination: "https://example.com/", TrackConversions: true})
	shorten(t, s, linkpack.Link{ShortCode: "plain", Destination: "https://example.com/"})
	read := route("GET", "/v1/lbid", func(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
		return httpadapter.WriteJSON(w, http.StatusOK, httpadapter.LBID(r))
	})
	read.Public = true
	opts.APIs = []httpadapter.API{dialect("one", read)}
	return newHandler(t, s, opts)
}

func TestTheConversionCookieKeepsTheLBID(t *testing.T) {
	h := converting(t, httpadapter.Options{ConversionCookie: &http.Cookie{Domain: "short.test", Secure: true}})
	met, _ := send(h, "GET", "/tracked", "")
	_, lbid, _ := strings.Cut(met.Header.Get("Location"), "?lbid=")
	value, attributes, _ := strings.Cut(met.Header.Get("Set-Cookie"), "; ")
	if want := "Path=/; Domain=short.test; Max-Age=2592000; HttpOnly; Secure; SameSite=Lax"; lbid == "" || value != "lbid="+lbid || attributes != want {
		t.Errorf("to %s with the cookie %s; %s, want %s", met.Header.Get("Location"), value, attributes, want)
	}
	if _, got := send(h, "GET", "/v1/lbid", "", "Cookie: theme=dark; "+value); strings.TrimSpace(got) != `"`+lbid+`"` {
		t.Errorf("read %s", got)
	}
	if _, got := send(h, "GET", "/v1/lbid", ""); strings.TrimSpace(got) != `""` {
		t.Errorf("read %s without a cookie", got)
	}
}

func TestOthersGetNoConversionCookie(t *testing.T) {
	cookie := httpadapter.Options{ConversionCookie: &http.Cookie{Name: "click"}}
	for name, try := range map[string]struct {
		opts         httpadapter.Options
		method, path string
		header       string
	}{
		"without the option":   {httpadapter.Options{}, "GET", "/tracked", ""},
		"an untracked link":    {cookie, "GET", "/plain", ""},
		"an unknown link":      {cookie, "GET", "/none", ""},
		"HEAD":                 {cookie, "HEAD", "/tracked", ""},
		"a bot":                {cookie, "GET", "/tracked", "User-Agent: Googlebot/2.1"},
		"a prefetch":           {cookie, "GET", "/tracked", "Sec-Purpose: prefetch"},
		"who does not want it": {cookie, "GET", "/tracked", "Sec-Gpc: 1"},
	} {
		t.Run(name, func(t *testing.T) {
			headers := []string{"Accept: */*"}
			if try.header != "" {
				headers = append(headers, try.header)
			}
			if answer, _ := send(converting(t, try.opts), try.method, try.path, "", headers...); len(answer.Cookies()) != 0 {
				t.Errorf("got %q", answer.Header["Set-Cookie"])
			}
		})
	}
}

func TestWrongConversionCookies(t *testing.T) {
	for name, opts := range map[string]httpadapter.Options{
		"a wrong domain":     {ConversionCookie: &http.Cookie{Domain: "a b"}},
		"the visitor cookie": {ConversionCookie: &http.Cookie{Name: "a"}, VisitorCookie: &http.Cookie{Name: "a"}},
		"the internal one":   {ConversionCookie: &http.Cookie{}, InternalCookie: &http.Cookie{Name: "lbid"}},
	} {
		_, err := httpadapter.New(newShortener(t, linkpack.Options{}), &opts)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "conversion_cookie" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
