package linkpacktest

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// Browser is the User-Agent of a visit that names none: a person's desktop.
const Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// Visit describes one visit to a link, one fact a call.
type Visit struct {
	kit   *Kit
	link  *linkpack.Link
	visit routing.Visit
}

// Visit begins the description of a visit to a link: a person with [Browser],
// from no known country, now.
func (k *Kit) Visit(link *linkpack.Link) *Visit {
	return &Visit{kit: k, link: link, visit: routing.Visit{
		Addr: netip.AddrFrom4([4]byte{192, 0, 2, 1}), UserAgent: Browser,
	}}
}

// From puts the visitor into a country, as in "DE".
func (v *Visit) From(country string) *Visit {
	v.visit.Place.Country = country
	return v
}

// On gives the visitor a device.
func (v *Visit) On(device routing.DeviceClass) *Visit {
	v.visit.Agent.Device = device
	return v
}

// In puts the visitor into a place: country, region, city, as far as the test
// needs them.
func (v *Visit) In(place routing.Place) *Visit {
	v.visit.Place = place
	return v
}

// With gives the visitor a device, system, browser or bot.
func (v *Visit) With(agent routing.Agent) *Visit {
	v.visit.Agent = agent
	return v
}

// Header adds a header of the request.
func (v *Visit) Header(name, value string) *Visit {
	v.visit.Header = v.visit.Header.Clone()
	if v.visit.Header == nil {
		v.visit.Header = http.Header{}
	}
	v.visit.Header.Add(name, value)
	return v
}

// Path sets what follows the short code, as in "/docs/intro".
func (v *Visit) Path(path string) *Visit {
	v.visit.Path = path
	return v
}

// Addr sets the visitor's address.
func (v *Visit) Addr(addr string) *Visit {
	v.visit.Addr = netip.MustParseAddr(addr)
	return v
}

// UserAgent sets the visitor's User-Agent header.
func (v *Visit) UserAgent(agent string) *Visit {
	v.visit.UserAgent = agent
	return v
}

// Referer sets the visitor's Referer header.
func (v *Visit) Referer(referer string) *Visit {
	v.visit.Referer = referer
	return v
}

// Query sets the raw query of the short URL, without question mark.
func (v *Visit) Query(query string) *Visit {
	v.visit.Query = query
	return v
}

// Key names the visitor, who then keeps the same variant of every split.
func (v *Visit) Key(key string) *Visit {
	v.visit.VisitorKey = key
	return v
}

// At moves the visit to another time than the clock's.
func (v *Visit) At(t time.Time) *Visit {
	v.visit.Time = t
	return v
}

// Method sets the HTTP method.
func (v *Visit) Method(method string) *Visit {
	v.visit.Method = method
	return v
}

// Prefetch makes the browser fetch ahead of a click that may never come.
func (v *Visit) Prefetch() *Visit {
	v.visit.Prefetch = true
	return v
}

// Resolve asks the engine what becomes of the visit, and counts no click.
// A person's GET of a link with MaxClicks is one of its uses, though.
func (v *Visit) Resolve() (linkpack.Resolution, error) {
	visit := v.visit
	return v.kit.Resolve(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit)
}

// Peek asks the engine where the visit would go, and uses nothing up.
func (v *Visit) Peek() (linkpack.Resolution, error) {
	visit := v.visit
	return v.kit.Peek(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit)
}

// Unlock sends a password.
func (v *Visit) Unlock(password string) (linkpack.Resolution, error) {
	visit := v.visit
	visit.Method = http.MethodPost
	return v.kit.Unlock(v.kit.t.Context(), v.link.Domain, v.link.ShortCode, &visit, password)
}

// Explain tells what every clause of the link's rules makes of the visit.
func (v *Visit) Explain() linkpack.Explanation {
	v.kit.t.Helper()
	visit := v.visit
	explanation, err := v.kit.Shortener.Explain(v.kit.t.Context(), v.link.Workspace, v.link.ID, &visit)
	if err != nil {
		v.kit.t.Fatalf("explaining a visit to %q: %v", v.link.ShortCode, err)
	}
	return explanation
}

// Location returns where the visitor is sent, and fails the test when a gate
// refuses.
func (v *Visit) Location() string {
	v.kit.t.Helper()
	res, err := v.Resolve()
	if err != nil {
		v.kit.t.Fatalf("visiting %q: %v", v.link.ShortCode, err)
	}
	return res.Location
}

// Click makes the visit: it is resolved and recorded, also when a gate refuses.
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
