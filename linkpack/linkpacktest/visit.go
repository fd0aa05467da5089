package linkpacktest

import (
	"cmp"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/cdn"
)

// browser is the default User-Agent of a visit.
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// Visit describes a visit to a link. Each setter sets one fact and returns the Visit.
type Visit struct {
	kit   *Kit
	link  *linkpack.Link
	visit routing.Visit
}

// Visit returns a visit to a link: now, by a person with Firefox on Linux in an
// unknown country.
func (k *Kit) Visit(link *linkpack.Link) *Visit {
	return &Visit{kit: k, link: link, visit: routing.Visit{
		Addr: netip.AddrFrom4([4]byte{192, 0, 2, 1}), UserAgent: browser, Header: http.Header{},
	}}
}

// From sets the visitor's country, as in "DE", and its continent.
func (v *Visit) From(country string) *Visit {
	found := placeIn(country)
	v.visit.Place.Country, v.visit.Place.Continent = found.Country, found.Continent
	return v
}

// On sets the visitor's device.
func (v *Visit) On(device routing.DeviceClass) *Visit {
	v.visit.Agent.Device = device
	return v
}

// In sets the visitor's place: country, region and city, as far as the test needs
// them. A missing continent is that of the country, and a missing country that of the
// region.
func (v *Visit) In(place routing.Place) *Visit {
	if place.Country == "" {
		place.Country, _, _ = strings.Cut(place.Region, "-")
	}
	found := placeIn(place.Country)
	place.Country, place.Continent = found.Country, cmp.Or(place.Continent, found.Continent)
	v.visit.Place = place
	return v
}

// placeIn returns a country with its continent, as databases do.
func placeIn(country string) routing.Place {
	const name = "Country"
	place := cdn.Headers{Country: name}.Place(http.Header{name: {country}})
	place.Country = cmp.Or(place.Country, country) // one that is not assigned is kept
	return place
}

// With sets the visitor's device, operating system, browser or bot.
func (v *Visit) With(agent routing.Agent) *Visit {
	v.visit.Agent = agent
	return v
}

// Header adds a header of the request.
func (v *Visit) Header(name, value string) *Visit {
	v.visit.Header = v.visit.Header.Clone()
	v.visit.Header.Add(name, value)
	return v
}

// Path sets the path after the short code, as in "/docs/intro".
func (v *Visit) Path(path string) *Visit {
	v.visit.Path = path
	return v
}

// Addr sets the visitor's address.
func (v *Visit) Addr(addr string) *Visit {
	v.visit.Addr = netip.MustParseAddr(addr)
	return v
}

// UserAgent sets the visitor's User-Agent header. A visit with an empty one is a
// bot's.
func (v *Visit) UserAgent(agent string) *Visit {
	v.visit.UserAgent = agent
	return v
}

// Referer sets the visitor's Referer header.
func (v *Visit) Referer(referer string) *Visit {
	v.visit.Referer = referer
	return v
}

// Query sets the raw query of the short URL, without the question mark.
func (v *Visit) Query(query string) *Visit {
	v.visit.Query = query
	return v
}

// Key sets the visitor's key. Visits with the same key get the same variant of a
// split.
func (v *Visit) Key(key string) *Visit {
	v.visit.VisitorKey = key
	return v
}

// At sets the time of the visit. Defaults to the clock's time.
func (v *Visit) At(t time.Time) *Visit {
	v.visit.Time = t
	return v
}

// Method sets the HTTP method.
func (v *Visit) Method(method string) *Visit {
	v.visit.Method = method
	return v
}

// Prefetch makes the visit a prefetch by the browser, before any click.
func (v *Visit) Prefetch() *Visit {
	v.visit.Prefetch = true
	return v
}

// Internal makes the visit one of the host's own people or monitors.
func (v *Visit) Internal() *Visit {
	v.visit.Internal = true
	return v
}

// Resolve resolves the visit without recording a click. But a person's GET of a link
// with MaxClicks takes one of its uses.
func (v *Visit) Resolve() (linkpack.Resolution, error) {
	visit := v.visit
	return v.kit.Resolve(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit)
}

// Peek returns where the visit would go, without taking a use of the link.
func (v *Visit) Peek() (linkpack.Resolution, error) {
	visit := v.visit
	return v.kit.Peek(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit)
}

// Unlock resolves the visit with a password.
func (v *Visit) Unlock(password string) (linkpack.Resolution, error) {
	visit := v.visit
	visit.Method = http.MethodPost
	return v.kit.Unlock(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit, password)
}

// Explain returns how every clause of the link's rules matches the visit.
func (v *Visit) Explain() linkpack.Explanation {
	v.kit.t.Helper()
	visit := v.visit
	explanation, err := v.kit.Shortener.Explain(v.kit.t.Context(), v.link.Workspace, v.link.ID, &visit)
	if err != nil {
		v.kit.t.Fatalf("explaining a visit to %q: %v", v.link.ShortCode, err)
	}
	return explanation
}

// Location returns the URL that the visitor is redirected to. It fails the test if a
// gate refuses the visit.
func (v *Visit) Location() string {
	v.kit.t.Helper()
	res, err := v.Resolve()
	if err != nil {
		v.kit.t.Fatalf("visiting %q: %v", v.link.ShortCode, err)
	}
	return res.Location
}

// Click resolves and records the visit, even if a gate refuses it.
func (v *Visit) Click() {
	v.kit.t.Helper()
	res, err := v.Resolve()
	if err != nil && !res.Found() {
		v.kit.t.Fatalf("visiting %q: %v", v.link.ShortCode, err)
	}
	if err := v.kit.Record(v.kit.t.Context(), res); err != nil {
		v.kit.t.Fatalf("recording a visit to %q: %v", v.link.ShortCode, err)
	}
}
