package httpadapter_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// staff is a site whose people can mark their browsers.
type staff struct {
	*linkpack.Shortener
	*httpadapter.Handler
	clock *linkpacktest.Clock
	link  *linkpack.Link // with one use
}

func newStaff(t *testing.T) staff {
	t.Helper()
	clock := linkpacktest.NewClock(noon)
	s := newShortenerOn(t, memory.New(), linkpack.Options{Clock: clock.Now})
	h := newHandler(t, s, httpadapter.Options{InternalCookie: &http.Cookie{Name: "staff", Secure: true}})
	return staff{s, h, clock, shorten(t, s, linkpack.Link{ShortCode: "once", Destination: destination, MaxClicks: 1})}
}

// mark sends the form of the page and returns the cookie that it sets.
func (s staff) mark(t *testing.T, value string) *http.Cookie {
	t.Helper()
	answer, body := send(s.Internal(), "POST", "/staff", "internal="+value, formType)
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusOK || len(cookies) != 1 {
		t.Fatalf("%d with %q: %s", answer.StatusCode, answer.Header["Set-Cookie"], body)
	}
	return cookies[0]
}

// goes returns where a visit with a cookie goes.
func (s staff) goes(method, cookie string) string {
	answer, _ := send(s, method, "/once", "", "User-Agent: curl/8.5.0", "Cookie: a=b; "+cookie)
	return answer.Header.Get("Location")
}

func TestAMarkedBrowserIsNotCountedAndUsesNothingUp(t *testing.T) {
	s := newStaff(t)
	c := s.mark(t, "on")
	_, attributes, _ := strings.Cut(c.Raw, "; ")
	if want := "Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax"; attributes != want {
		t.Errorf("the cookie has %s, want %s", attributes, want)
	}
	if got := s.goes("GET", "staff="+c.Value) + s.goes("HEAD", "staff="+c.Value); got != destination+destination {
		t.Errorf("goes to %q", got)
	}
	if got := classes(t, s.Shortener, s.link); got != (analytics.ClassCounts{analytics.Internal: 2}) {
		t.Errorf("counted as %v", got)
	}
	if answer, _ := send(s, "GET", "/once", ""); answer.Header.Get("Location") != destination {
		t.Errorf("a person then gets %d", answer.StatusCode)
	}
	if answer, _ := send(s, "GET", "/once", "", "Cookie: staff="+c.Value); answer.StatusCode != http.StatusGone {
		t.Errorf("once it is used up, a marked browser gets %d", answer.StatusCode)
	}
}

func TestAMarkEnds(t *testing.T) {
	s := newStaff(t)
	c := s.mark(t, "on")
	s.clock.Set(noon.Add(90*24*time.Hour - time.Second))
	if got := s.goes("GET", "staff="+c.Value); got != destination {
		t.Errorf("on the last day, goes to %q", got)
	}
	s.clock.Advance(time.Second)
	if got := s.goes("GET", "staff="+c.Value); got != "" {
		t.Errorf("after its end, goes to %q", got)
	}
	if off := s.mark(t, "off"); off.Name != "staff" || off.Value != "" || off.MaxAge >= 0 || off.Path != "/" {
		t.Errorf("it is removed by %s", off.Raw)
	}
}

func TestAMarkCannotBeMadeUp(t *testing.T) {
	s := newStaff(t)
	value := s.mark(t, "on").Value
	expires, signature, _ := strings.Cut(value, ".")
	later := fmt.Sprint(noon.AddDate(10, 0, 0).Unix())
	for name, cookie := range map[string]string{
		"none": "", "no value": "staff=", "on": "staff=on", "another name": "other=" + value, "no signature": "staff=" + expires + ".",
		"later": "staff=" + later + "." + signature, "a part": "staff=" + value[:len(value)-1], "more": "staff=" + value + "A",
		"a sign": "staff=+" + value, "a zero": "staff=0" + value, "of another store": "staff=" + newStaff(t).mark(t, "on").Value,
	} {
		if got := s.goes("GET", cookie); got != "" {
			t.Errorf("%s: goes to %q", name, got)
		}
	}
	if got := classes(t, s.Shortener, s.link); got[analytics.Internal] != 0 {
		t.Errorf("counted as %v", got)
	}
}

func TestThePageShowsAndChangesTheMark(t *testing.T) {
	s := newStaff(t)
	on, off := `value="on"`, `value="off"`
	cookie := "Cookie: staff=" + s.mark(t, "on").Value
	for name, c := range map[string]struct {
		method, body string
		headers      []string
		status       int
		shows        string
	}{
		"without a mark":              {"GET", "", nil, 200, on},
		"with a mark":                 {"GET", "", []string{cookie}, 200, off},
		"HEAD":                        {"HEAD", "", nil, 200, ""},
		"marked":                      {"POST", "internal=on", []string{formType}, 200, off},
		"no longer marked":            {"POST", "internal=off", []string{formType, cookie}, 200, on},
		"another value":               {"POST", "internal=yes", []string{formType}, 400, "internal: must be on or off"},
		"no form":                     {"POST", `{"internal":"on"}`, nil, 400, "internal: must be on or off"},
		"a form that is too long":     {"POST", "internal=on&x=" + strings.Repeat("x", 9999), []string{formType}, 400, "internal:"},
		"another method":              {"PUT", "internal=on", []string{formType}, 405, ""},
		"a form of another site":      {"POST", "internal=on", []string{formType, "Sec-Fetch-Site: cross-site"}, 403, "other sites"},
		"a form of another subdomain": {"POST", "internal=on", []string{formType, "Origin: https://evil.short.test"}, 403, "other sites"},
	} {
		answer, body := send(s.Internal(), c.method, "/staff", c.body, c.headers...)
		if answer.StatusCode != c.status || !strings.Contains(body, c.shows) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
		if changed := c.method == "POST" && c.status == 200; changed != (len(answer.Cookies()) == 1) {
			t.Errorf("%s: sets %q", name, answer.Header["Set-Cookie"])
		}
		if policy := answer.Header.Get("Content-Security-Policy"); c.status == 200 && (strings.Contains(policy, "form-action") || !strings.Contains(policy, "frame-ancestors 'none'")) {
			t.Errorf("%s: has the policy %q", name, policy)
		}
	}
	plain := newHandler(t, s.Shortener, httpadapter.Options{})
	if answer, _ := send(plain.Internal(), "POST", "/staff", "internal=on", formType); answer.StatusCode != http.StatusNotFound {
		t.Errorf("without the option: %d", answer.StatusCode)
	}
}

func TestInternalCookiesThatCannotBe(t *testing.T) {
	for name, opts := range map[string]httpadapter.Options{
		"without a name":        {InternalCookie: &http.Cookie{}},
		"with a name of spaces": {InternalCookie: &http.Cookie{Name: "a b"}},
		"that ends at once":     {InternalCookie: &http.Cookie{Name: "a", MaxAge: -1}},
		"with Expires alone":    {InternalCookie: &http.Cookie{Name: "a", Expires: noon}},
		"with a visitor's name": {InternalCookie: &http.Cookie{Name: "a"}, VisitorCookie: &http.Cookie{Name: "a"}},
	} {
		_, err := httpadapter.New(newShortener(t, linkpack.Options{}), &opts)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "internal_cookie" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
