package pagetest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// pageToken is the publishable token in the shop's pages.
const pageToken = "a token that everyone can read"

// shop is a site with a short link service at go.shop.localhost, and pages at
// www.shop.localhost that record conversions. Browsers know these hosts.
type shop struct {
	links      *linkpack.Shortener
	short, www string // origins
	link       *linkpack.Link

	mu    sync.Mutex
	calls []string // of the API, in order
}

// pages of the shop, by path. {short} is the origin of the short links.
func shopPages() map[string]string {
	const script = `<script src="{short}/v1/conversions.js" data-token="` + pageToken + `"></script>`
	return map[string]string{
		"/":       script + `<a id=next href="/thanks">buy</a>`,
		"/plain":  `<a id=next href="/thanks">buy</a>`,
		"/thanks": script + `<h1 id=done>Thanks</h1><script>linkpack.convert("purchase", {id: "order 7", value: 49.9, currency: "EUR"});</script>`,
		"/form": script + `<form action="/sent"><input name=name value="Ann &amp; Bob"><button id=next>Send</button></form><script>
			document.querySelector("form").addEventListener("submit", function (event) {
				linkpack.convert("form.submitted", {formResponses: Object.fromEntries(new FormData(event.target))});
			});</script>`,
		"/sent": `<h1 id=done>Sent</h1>`,
	}
}

func newShop(t *testing.T, landing string, cookie *http.Cookie) *shop {
	t.Helper()
	s := new(shop)
	pages := shopPages()
	www := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(strings.ReplaceAll(pages[r.URL.Path], "{short}", s.short)))
	}))
	t.Cleanup(www.Close)
	s.www = "https://www.shop.localhost:" + portOf(t, www.URL)
	var err error
	if s.links, err = linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.shop.localhost"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.links.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	h, err := httpadapter.New(s.links, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}, ConversionCookie: cookie})
	if err != nil {
		t.Fatal(err)
	}
	short := httptest.NewTLSServer(s.noting(h))
	t.Cleanup(short.Close)
	s.short = "https://go.shop.localhost:" + portOf(t, short.URL)
	if _, err := s.links.CreateToken(t.Context(), linkpack.Token{Secret: pageToken, Scope: linkpack.Scope{Publishable: true}}); err != nil {
		t.Fatal(err)
	}
	s.link, err = s.links.CreateLink(t.Context(), linkpack.Link{Destination: s.www + landing, TrackConversions: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func portOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}

// noting notes the calls of the API.
func (s *shop) noting(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/conversions" {
			s.mu.Lock()
			s.calls = append(s.calls, r.Method+" "+r.Header.Get("Content-Type"))
			s.mu.Unlock()
		}
		h.ServeHTTP(w, r)
	})
}

// events returns the click and the conversion of the link, when both are there.
func (s *shop) events(ctx context.Context) (click, conversion analytics.Click, err error) {
	for event, err := range s.links.Follow(ctx, linkpack.FollowQuery{}) {
		switch {
		case err != nil:
			return click, conversion, err
		case event.Click.Class == analytics.Conversion:
			return click, event.Click, nil
		default:
			click = event.Click
		}
	}
	return click, conversion, ctx.Err()
}

// convert goes through the pages of the shop in a window and returns the conversion.
func (s *shop) convert(window context.Context, t *testing.T, between ...chromedp.Action) *analytics.ConversionFacts {
	t.Helper()
	run(window, t, open(s.short+"/"+s.link.ShortCode), chromedp.WaitVisible("#next"))
	run(window, t, between...)
	run(window, t, chromedp.WaitVisible("#done"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	click, conversion, err := s.events(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if conversion.Converted.Click != click.ID || !click.Tracked {
		t.Errorf("the conversion is of the click %s, not %s", conversion.Converted.Click, click.ID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if want := []string{"POST text/plain;charset=UTF-8"}; !slices.Equal(s.calls, want) {
		t.Errorf("the browser made the requests %q, want %q", s.calls, want)
	}
	return conversion.Converted
}

func TestTheScriptRecordsAConversionOnTheThankYouPage(t *testing.T) {
	window := newWindow(newBrowser(t), t)
	s := newShop(t, "/", nil)
	facts := s.convert(window, t, chromedp.Click("#next"))
	if facts.Kind != "purchase" || facts.Value != 49.9 || facts.Currency != "EUR" {
		t.Errorf("recorded %+v", facts)
	}
	cookies := ""
	run(window, t, chromedp.Evaluate("document.cookie", &cookies))
	if cookies != "" {
		t.Errorf("the script has set the cookie %s", cookies)
	}
}

func TestTheScriptRecordsAFormThatIsSent(t *testing.T) {
	window := newWindow(newBrowser(t), t)
	facts := newShop(t, "/form", nil).convert(window, t, chromedp.Click("#next"))
	if facts.Kind != "form.submitted" || string(facts.FormResponses) != `{"name":"Ann & Bob"}` {
		t.Errorf("recorded %+v, %s", facts, facts.FormResponses)
	}
}

func TestTheCookieOfAParentDomainKeepsTheClickForAnotherTab(t *testing.T) {
	browser := newBrowser(t)
	s := newShop(t, "/plain", &http.Cookie{Domain: "shop.localhost", Secure: true})
	window := newWindow(browser, t)
	facts := s.convert(window, t, chromedp.ActionFunc(func(context.Context) error {
		run(newWindow(browser, t), t, chromedp.Navigate(s.www+"/thanks"), chromedp.WaitVisible("#done"))
		return nil
	}), chromedp.Navigate(s.www+"/sent"))
	if facts.Kind != "purchase" {
		t.Errorf("recorded %+v", facts)
	}
}
