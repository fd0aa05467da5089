package apitest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// secret is the token of the default workspace.
const secret = "a secret of the tests"

// server serves all dialects from one Shortener.
type server struct {
	http.Handler
	shortener *linkpack.Shortener
	apis      map[string]httpadapter.API
	records   linkpacktest.Records
	hooks     *webhook.Webhooks
}

// newServer returns a server that allows a number of requests in an hour.
func newServer(t *testing.T, requests int) *server {
	t.Helper()
	return newServerOf(t, requests, linkpack.Token{})
}

// newServerOf is newServer with a token that gets the secret.
func newServerOf(t *testing.T, requests int, token linkpack.Token) *server {
	t.Helper()
	sv := new(server)
	var err error
	sv.shortener, err = linkpack.New(memory.New(), &linkpack.Options{
		BaseURL: "https://go.example", Domains: []string{"go.example.org"}, ScriptsAllowed: func(*linkpack.Link) bool { return true },
		Geo: places{}, Devices: devices{}, Scorer: factors{}, CheckDesign: qrcode.CheckDesign, LookupTXT: sv.records.LookupTXT,
		Clicks: analytics.Options{Retention: retention}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sv.shortener.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	token.Secret = secret
	if _, err := sv.shortener.CreateToken(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	sv.mount(t, httpadapter.Limit{Requests: requests, Window: time.Hour})
	return sv
}

// places puts addresses into one of two cities.
type places struct{}

func (places) Locate(addr netip.Addr) routing.Place {
	if addr.AsSlice()[3]%2 == 0 {
		return routing.Place{Country: "FR", Region: "Normandie", City: "Rouen"}
	}
	return routing.Place{Country: "US", Region: "Maine", City: "Portland"}
}

// devices knows one device.
type devices struct{}

func (devices) Parse(string) (routing.AgentDetails, bool) {
	return routing.AgentDetails{Browser: "Safari", BrowserVersion: "18.0", OS: "iOS", OSVersion: "18.0", Brand: "Apple", Model: "iPhone"}, true
}

// factors adds the factors to a score that the default has none of.
type factors struct{ linkpack.DefaultScorer }

func (f factors) Score(ctx context.Context, lead *linkpack.Lead) (linkpack.LeadScore, error) {
	score, err := f.DefaultScorer.Score(ctx, lead)
	for _, name := range []string{"brandSupportiveness", "technologicalAptitude"} {
		score.Parts = append(score.Parts, linkpack.LeadPart{Name: name, Points: 1, Max: 2, Reason: "A guess."})
	}
	return score, err
}

// mount makes the handler.
func (sv *server) mount(t *testing.T, limit httpadapter.Limit) {
	t.Helper()
	images, err := qrcode.New(sv.shortener, nil)
	if err != nil {
		t.Fatal(err)
	}
	hooks, err := webhook.Open(t.Context(), sv.shortener, &webhook.Options{
		Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hooks.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	sv.hooks = hooks
	sv.apis = map[string]httpadapter.API{
		linkpackAt:     linkpackv1.New(&linkpackv1.Options{Codes: images, Limit: limit}),
		linkbreakersAt: linkbreakersv1.New(&linkbreakersv1.Options{Codes: images, Webhooks: hooks, Limit: limit}),
	}
	sv.Handler, err = httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{sv.apis[linkpackAt], sv.apis[linkbreakersAt], geniuslinkv4.New(nil)}, Images: images, TrustedHops: 1, VisitorCookie: &http.Cookie{Name: "visitor"},
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The addresses of the descriptions.
const (
	linkpackAt     = "/api/v1/openapi.json"
	linkbreakersAt = "/openapi.json"
)

// send answers a request.
func (sv *server) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	sv.ServeHTTP(w, r)
	return w
}
