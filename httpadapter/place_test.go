package httpadapter_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/cdn"
)

// everywhere puts every address into Canada.
type everywhere struct{}

func (everywhere) Locate(netip.Addr) routing.Place { return routing.Place{Country: "CA"} }

func TestThePlaceIsTheProxysToTell(t *testing.T) {
	s := newShortener(t, linkpack.Options{Geo: everywhere{}})
	link := shorten(t, s, linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: "https://example.com/de"},
		{Clauses: []routing.Clause{{Condition: "geo", Value: "CA"}}, Destination: "https://example.com/ca"},
	}})
	h := newHandler(t, s, httpadapter.Options{
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Place: cdn.Cloudflare().Place,
	})
	for name, test := range map[string]struct{ peer, country, want string }{
		"a proxy says so":        {"192.0.2.1:1234", "DE", "https://example.com/de"},
		"a visitor says so":      {"198.51.100.1:1234", "DE", "https://example.com/ca"},
		"a proxy does not know":  {"192.0.2.1:1234", "XX", "https://example.com/ca"},
		"a proxy says nothing":   {"192.0.2.1:1234", "", "https://example.com/ca"},
		"a proxy says otherwise": {"192.0.2.1:1234", "FR", "https://example.com/"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/"+link.ShortCode, nil)
		r.RemoteAddr = test.peer
		if test.country != "" {
			r.Header.Set("CF-IPCountry", test.country)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Location"); got != test.want {
			t.Errorf("%s: goes to %s, want %s", name, got, test.want)
		}
	}
}

func TestPlacesNeedAProxyThatIsTrusted(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	place := cdn.Cloudflare().Place
	for name, c := range map[string]struct {
		opts httpadapter.Options
		ok   bool
	}{
		"no proxy":     {httpadapter.Options{Place: place}, false},
		"networks":     {httpadapter.Options{Place: place, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}, true},
		"hops":         {httpadapter.Options{Place: place, TrustedHops: 1}, true},
		"a CDN header": {httpadapter.Options{Place: place, ClientAddressHeader: "CF-Connecting-IP"}, true},
		"no place":     {httpadapter.Options{}, true},
	} {
		_, err := httpadapter.New(s, &c.opts)
		var fault *linkpack.FieldError
		if (err == nil) != c.ok || err != nil && (!errors.As(err, &fault) || fault.Field != "place") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
