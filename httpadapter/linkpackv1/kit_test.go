package linkpackv1_test

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

const (
	secret  = "lp_secret_of_the_tests"
	foreign = "lp_secret_of_others"
)

// server serves the API of an engine whose clock and randomness the test controls.
type server struct {
	http.Handler
	shortener *linkpack.Shortener
	records   linkpacktest.Records

	parsed atomic.Int64 // User-Agents

	mu     sync.Mutex
	now    time.Time
	random *rand.ChaCha8
}

func newServer(t testing.TB, opts *linkpackv1.Options) *server {
	t.Helper()
	return newServerOn(t, memory.New(), opts)
}

func newServerOn(t testing.TB, store linkpack.Store, opts *linkpackv1.Options) *server {
	t.Helper()
	sv := &server{now: time.Date(2026, 3, 10, 9, 30, 0, 0, time.UTC), random: rand.NewChaCha8([32]byte{1})}
	var err error
	sv.shortener, err = linkpack.New(store, &linkpack.Options{
		BaseURL: "https://linkpack.test", Domains: []string{"go.example.org"}, Geo: countries{}, Devices: sv, Clock: sv.clock, Random: sv,
		ScriptsAllowed: allowed, LookupTXT: sv.lookUpTXT, CheckDesign: qrcode.CheckDesign,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sv.shortener.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if _, err := sv.shortener.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	for workspace, secret := range map[string]string{"default": secret, "others": foreign} {
		if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Workspace: workspace, Name: "test", Secret: secret}); err != nil {
			t.Fatal(err)
		}
	}
	var o linkpackv1.Options
	if opts != nil {
		o = *opts
	}
	o.Codes = newImages(t, sv.shortener)
	sv.Handler, err = httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkpackv1.New(&o)}, TrustedHops: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sv
}

func newImages(t testing.TB, s *linkpack.Shortener) *qrcode.Images {
	t.Helper()
	images, err := qrcode.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return images
}

func (sv *server) clock() time.Time {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	return sv.now
}

// sleep lets time pass.
func (sv *server) sleep(d time.Duration) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	sv.now = sv.now.Add(d)
}

// Read is the engine's source of randomness.
func (sv *server) Read(p []byte) (int, error) {
	sv.mu.Lock()
	defer sv.mu.Unlock()
	return sv.random.Read(p)
}

// Parse implements [routing.AgentParser]. It knows one phone.
func (sv *server) Parse(userAgent string) (routing.AgentDetails, bool) {
	sv.parsed.Add(1)
	if userAgent != phone {
		return routing.AgentDetails{}, true
	}
	return routing.AgentDetails{Browser: "Safari", BrowserVersion: "18.0", OS: "iOS", OSVersion: "18.0", Brand: "Apple", Model: "iPhone"}, true
}

// lookUpTXT is a DNS that does not answer for one host.
func (sv *server) lookUpTXT(ctx context.Context, name string) ([]string, error) {
	if name == "_linkpack.silent.example" {
		return nil, &net.DNSError{Err: "server misbehaving", Name: name, IsTemporary: true}
	}
	return sv.records.LookupTXT(ctx, name)
}

// countries knows two networks.
type countries struct{}

func (countries) Locate(addr netip.Addr) routing.Place {
	switch {
	case netip.MustParsePrefix("192.0.2.0/24").Contains(addr):
		return routing.Place{Country: "US"}
	case netip.MustParsePrefix("198.51.100.0/24").Contains(addr):
		return routing.Place{Country: "CA"}
	}
	return routing.Place{}
}

// call makes a request with a token and returns status and body.
func (sv *server) call(token, method, target, body string) (int, string) {
	r := httptest.NewRequest(method, "https://linkpack.test"+target, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer := sv.send(r)
	content, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(content)
}

func (sv *server) send(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	sv.ServeHTTP(w, r)
	return w.Result()
}

// visit follows a short link as a person.
func (sv *server) visit(path, addr, userAgent, referer string) {
	r := httptest.NewRequest(http.MethodGet, "https://linkpack.test"+path, nil)
	r.Header.Set("X-Forwarded-For", addr)
	r.Header.Set("User-Agent", userAgent)
	if referer != "" {
		r.Header.Set("Referer", referer)
	}
	sv.send(r)
}

// deleted returns the id of the link that withClicks deleted.
func (sv *server) deleted(t testing.TB) string {
	t.Helper()
	page, err := sv.shortener.ListLinks(t.Context(), linkpack.LinkQuery{Bin: linkpack.OnlyBin})
	if err != nil || len(page.Links) != 1 {
		t.Fatalf("%d deleted links, %v", len(page.Links), err)
	}
	return page.Links[0].ID
}

// visitor identifies a visitor who clicked a link of their own, unless there is one, and
// returns the id.
func (sv *server) visitor(t testing.TB) string {
	t.Helper()
	if page, err := sv.shortener.ListVisitors(t.Context(), linkpack.VisitorQuery{}); err != nil {
		t.Fatal(err)
	} else if len(page.Visitors) > 0 {
		return page.Visitors[0].ID
	}
	link := linkpack.Link{ShortCode: "tracked", Destination: "https://example.com/", TrackConversions: true}
	if _, err := sv.shortener.CreateLink(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	res, err := sv.shortener.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: phone})
	if err == nil {
		err = sv.shortener.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := sv.shortener.IdentifyVisitor(t.Context(), linkpack.Identification{Click: res.LBID()})
	if err != nil {
		t.Fatal(err)
	}
	return v.ID
}

const (
	phone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
	laptop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)

// withClicks makes the links that the golden files use, deletes one, and visits another
// over a few days.
func (sv *server) withClicks(t testing.TB) *linkpack.Link {
	t.Helper()
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "abc123", Destination: "https://example.com/launch", ExternalID: "launch"})
	if err != nil {
		t.Fatal(err)
	}
	sv.sleep(24 * time.Hour)
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "second", Destination: "https://example.com/second", Name: "Second", Tags: []string{"a", "b"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := sv.shortener.CreateDomain(t.Context(), linkpack.Domain{Host: "links.example.net"}); err != nil {
		t.Fatal(err)
	}
	deleted, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "deleted", Destination: "https://example.com/deleted"})
	if err == nil {
		err = sv.shortener.DeleteLink(t.Context(), "", deleted.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	sv.visit("/abc123", "192.0.2.1", phone, "https://www.google.com/search")
	sv.visit("/abc123", "192.0.2.2", laptop, "")
	sv.sleep(48 * time.Hour)
	sv.visit("/abc123", "198.51.100.1", phone, "https://news.example.com/")
	sv.visit("/abc123", "203.0.113.1", phone, "https://google.com/")
	sv.visit("/abc123", "203.0.113.1", "curl/8.9.1", "") // no person
	sv.sleep(time.Hour)
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return link
}

// allowed lets every link have scripts.
func allowed(*linkpack.Link) bool { return true }
