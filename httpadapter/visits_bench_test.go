package httpadapter_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// lands is a locator that knows an address by its first byte.
type lands []string

func (l lands) Locate(addr netip.Addr) routing.Place {
	return routing.Place{Country: l[int(addr.As4()[0])%len(l)]}
}

// visitOf has what differs between the requests of BenchmarkVisits.
type visitOf struct {
	path                             string
	agent, language, referer, client []string
}

// benchVisits are visits of 20,000 links, the busiest first, from as many addresses.
func benchVisits() []visitOf {
	const links = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.05, 1, links-1)
	agents := [][]string{
		{browser},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"},
		{"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
		{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
	}
	languages := [][]string{{"en-US,en;q=0.9"}, {"de-DE,de;q=0.8,en;q=0.5"}, {"pt-BR"}}
	referers := [][]string{nil, {"https://www.google.com/"}, {"https://news.example.org/today"}, {"android-app://com.example.mail/"}}
	visits := make([]visitOf, links)
	for i := range visits {
		visits[i] = visitOf{
			path:  fmt.Sprintf("/c%05d", zipf.Uint64()),
			agent: agents[random.IntN(len(agents))], language: languages[random.IntN(len(languages))], referer: referers[random.IntN(len(referers))],
			client: []string{netip.AddrFrom4([4]byte{byte(random.IntN(224)), byte(random.Uint32()), byte(random.Uint32()), 1}).String()},
		}
	}
	return visits
}

// BenchmarkVisits measures all that redirects of many links cost in addition to
// net/http, including what the recorder does. A tenth of the links has rules. "bare" is
// a handler that only answers, from a map.
func BenchmarkVisits(b *testing.B) {
	s := newShortener(b, linkpack.Options{Clock: time.Now, Geo: lands{"DE", "US", "FR", "BR", "IN", "JP", "GB", "CA", "NG", "PL"}})
	visits, bare := benchVisits(), make(map[string][]string)
	for i := range visits {
		link := linkpack.Link{ShortCode: fmt.Sprintf("c%05d", i), Destination: fmt.Sprint("https://example.com/seed/", i)}
		bare["/"+link.ShortCode] = []string{link.Destination}
		if i%10 == 0 {
			link.Rules = []routing.Rule{
				{Clauses: []routing.Clause{{Condition: "geo", Value: "US,CA"}}, Destination: link.Destination + "/america"},
				{Clauses: []routing.Clause{{Condition: "device", Value: "Tablet"}}, Destination: link.Destination + "/tablet"},
				{Percentage: routing.Percent(50), Destination: link.Destination + "/a"},
				{Percentage: routing.Percent(50), Destination: link.Destination + "/b"},
			}
		}
		shorten(b, s, link)
	}
	for _, c := range []struct {
		name    string
		handler http.Handler
	}{
		{"bare", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Location"] = bare[r.URL.Path]
			w.WriteHeader(http.StatusTemporaryRedirect)
		})},
		{"recorded", newHandler(b, s, httpadapter.Options{TrustedHops: 1})},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "https://short.test/", nil)
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				v := &visits[i%len(visits)]
				r.URL.Path = v.path
				r.Header["User-Agent"], r.Header["Accept-Language"] = v.agent, v.language
				r.Header["Referer"], r.Header["X-Forwarded-For"] = v.referer, v.client
				c.handler.ServeHTTP(w, r)
			}
		})
	}
}
