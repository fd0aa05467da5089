package httpadapter_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// moody is a store that fails for two codes.
type moody struct{ linkpack.Store }

func (m moody) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	switch code {
	case "broken":
		return nil, errors.New("disk full")
	case "slow":
		return nil, context.DeadlineExceeded
	}
	return m.Store.LinkByCode(ctx, domain, code)
}

// withKeys returns a handler whose pages show the keys of the texts, in brackets, and
// one link for each page.
func withKeys(t *testing.T) *httpadapter.Handler {
	t.Helper()
	keys := httpadapter.DefaultTexts()["en"]
	for key := range keys {
		keys[key] = "[" + key + "]"
	}
	s := newShortenerOn(t, moody{memory.New()}, linkpack.Options{ScriptsAllowed: allowed, Schemes: []string{"app"}})
	for _, link := range []linkpack.Link{
		{ShortCode: "plain", Destination: destination},
		{ShortCode: "app", Destination: "app://open"},
		{ShortCode: "over", Destination: destination, ExpiresAt: noon},
		{ShortCode: "off", Destination: destination, Disabled: true},
		{ShortCode: "locked", Destination: destination, PasswordHash: passwordHash()},
		{ShortCode: "few", Destination: destination, MaxClicks: 1},
		{ShortCode: "scripts", Destination: destination, Scripts: []linkpack.Script{{Content: "fire()"}}},
	} {
		shorten(t, s, link)
	}
	for i := range 7 {
		shorten(t, s, linkpack.Link{ShortCode: fmt.Sprint("far", i), Destination: fmt.Sprint("http://localhost:8080/far", i+1)})
	}
	return newHandler(t, s, httpadapter.Options{InternalCookie: &http.Cookie{Name: "staff"}, Texts: map[string]map[string]string{"en": keys}})
}

func TestPagesShowTheirTexts(t *testing.T) {
	h := withKeys(t)
	unseen := httpadapter.DefaultTexts()["en"]
	expect := func(body string, keys ...string) {
		t.Helper()
		for _, key := range keys {
			if !strings.Contains(body, "["+key+"]") {
				t.Errorf("page lacks %s: %s", key, body)
			}
			delete(unseen, key)
		}
	}
	for _, c := range []struct {
		method, path, key string
		more              []string
	}{
		{"GET", "/nothing", "NotFound", nil},
		{"GET", "/over", "Gone", nil},
		{"GET", "/off", "Disabled", nil},
		{"DELETE", "/plain", "NotAllowed", nil},
		{"GET", "/broken", "Failed", nil},
		{"GET", "/slow", "Unavailable", nil},
		{"GET", "/far0", "Loop", nil},
		{"GET", "/locked", "Password", []string{"PasswordLabel", "Continue"}},
		{"GET", "/plain+", "Preview", []string{"Continue"}},
		{"GET", "/app+", "PreviewApp", nil},
		{"GET", "/few+", "Limited", nil},
		{"GET", "/locked+", "Locked", nil},
		{"GET", "/scripts", "Leaving", []string{"Continue"}},
	} {
		_, body := send(h, c.method, c.path, "")
		expect(body, append(c.more, c.key+".Title", c.key+".Text")...)
	}
	_, body := send(h, "POST", "/locked", form(password), formType, "Sec-Fetch-Site: cross-site")
	expect(body, "Foreign.Title", "Foreign.Text")
	_, body = send(h, "POST", "/locked", form("sesame"), formType)
	expect(body, "WrongPassword")
	for range 100 {
		if answer, page := send(h, "POST", "/locked", form("sesame"), formType); answer.StatusCode == http.StatusTooManyRequests {
			expect(page, "TooManyAttempts")
			break
		}
	}
	page, body := send(h.Internal(), "GET", "/", "")
	expect(body, "Counted.Title", "Counted.Text", "StopCounting")
	if page.StatusCode != http.StatusOK {
		t.Errorf("the page of internal visitors: %d", page.StatusCode)
	}
	_, body = send(h.Internal(), "POST", "/", "internal=on", formType)
	expect(body, "Internal.Title", "Internal.Text", "StartCounting")
	if len(unseen) > 0 {
		t.Errorf("no page shows %v", unseen)
	}
}
