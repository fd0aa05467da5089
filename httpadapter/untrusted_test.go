package httpadapter_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestAProxyThatIsNotTrustedIsToldOfOnce(t *testing.T) {
	near := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		peer   string
		header string
		opts   httpadapter.Options
		want   int
	}{
		"a proxy nearby":            {"10.0.0.1:80", "X-Forwarded-For", httpadapter.Options{}, 1},
		"on this machine":           {"[::1]:80", "Forwarded", httpadapter.Options{}, 1},
		"another proxy is trusted":  {"192.168.0.1:80", "X-Forwarded-For", httpadapter.Options{TrustedProxies: near}, 1},
		"it is trusted":             {"10.0.0.1:80", "X-Forwarded-For", httpadapter.Options{TrustedProxies: near}, 0},
		"it is one of the hops":     {"10.0.0.1:80", "X-Forwarded-For", httpadapter.Options{TrustedHops: 1}, 0},
		"a visitor made it up":      {"198.51.100.7:80", "X-Forwarded-For", httpadapter.Options{}, 0},
		"nobody is said to be near": {"10.0.0.1:80", "X-Other", httpadapter.Options{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var heard logged
			c.opts.Logger = heard.logger()
			s := newShortener(t, linkpack.Options{})
			shorten(t, s, linkpack.Link{ShortCode: "a", Destination: "https://example.com/"})
			h := newHandler(t, s, c.opts)
			for range 3 {
				r := httptest.NewRequest(http.MethodGet, "/a", nil)
				r.RemoteAddr = c.peer
				r.Header.Set(c.header, "10.1.2.3")
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
			lines := heard.lines()
			if len(lines) != c.want || c.want > 0 && !strings.Contains(lines[0], "TrustedProxies") {
				t.Errorf("told %q, want %d lines", lines, c.want)
			}
		})
	}
}
