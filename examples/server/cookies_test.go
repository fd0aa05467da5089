package main

import (
	"net/http"
	"strings"
	"testing"
)

// cookiesOf returns what a person who follows the tracked link is told to keep.
func cookiesOf(t *testing.T, p *process) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/tracked", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", laptopAgent)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return strings.Join(answer.Header["Set-Cookie"], "\n")
}

func TestVisitorsGetTheCookiesThatFlagsAskFor(t *testing.T) {
	if got := cookiesOf(t, start(t, t.TempDir())); got != "" {
		t.Errorf("without flags they get %s", got)
	}
	got := cookiesOf(t, start(t, t.TempDir(), "-base-url", "https://go.shop.example", "-visitor-cookie", "-conversion-cookie", "shop.example"))
	visitor, conversion, _ := strings.Cut(got, "\n")
	if !strings.HasPrefix(visitor, "lp_visitor=") || !strings.Contains(visitor, "; Secure") || strings.Contains(visitor, "Domain") {
		t.Errorf("the visitor's cookie is %s", visitor)
	}
	if !strings.HasPrefix(conversion, "lbid=") || !strings.Contains(conversion, "; Domain=shop.example;") || !strings.Contains(conversion, "; Secure") {
		t.Errorf("the cookie of conversions is %s", conversion)
	}
}
