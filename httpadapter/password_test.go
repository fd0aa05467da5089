package httpadapter_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

const formType = "Content-Type: application/x-www-form-urlencoded"

// passwordHash is that of the password; to make it takes a while.
var passwordHash = sync.OnceValue(func() string {
	var link linkpack.Link
	if err := link.SetPassword(password); err != nil {
		panic(err)
	}
	return link.PasswordHash
})

// locked makes a link with a password.
func locked(t testing.TB, s *linkpack.Shortener, link linkpack.Link) *linkpack.Link {
	t.Helper()
	link.PasswordHash = passwordHash()
	return shorten(t, s, link)
}

func form(password string) string { return url.Values{"password": {password}}.Encode() }

func TestTheRightPasswordLeadsOnWithoutIt(t *testing.T) {
	for _, status := range []int{0, 301, 302, 307, 308} {
		s := newShortener(t, linkpack.Options{})
		h := newHandler(t, s, httpadapter.Options{})
		link := locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, RedirectStatus: status, ForwardQuery: true})
		answer, body := send(h, "POST", "/abc?a=1", form(password), formType)
		if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != destination+"?a=1" || body != "" {
			t.Errorf("link of %d: answered %d to %q %s", status, answer.StatusCode, answer.Header.Get("Location"), body)
		}
		if cache := answer.Header.Get("Cache-Control"); cache != "private, no-store" {
			t.Errorf("link of %d: Cache-Control is %q", status, cache)
		}
		var want analytics.ClassCounts
		want[analytics.Human] = 1
		if got := classes(t, s, link); got != want {
			t.Errorf("link of %d: classes are %v, want %v", status, got, want)
		}
	}
}

func TestFormsThatDoNotOpenALink(t *testing.T) {
	large := form(password) + "&x=" + strings.Repeat("x", 64<<10)
	for name, c := range map[string]struct {
		target, body string
		headers      []string
		status       int
	}{
		"a wrong password":                {"/abc", form("sesame"), []string{formType}, 403},
		"a password of another case":      {"/abc", form(strings.ToUpper(password)), []string{formType}, 403},
		"a long password":                 {"/abc", form(strings.Repeat("x", 73)), []string{formType}, 403},
		"the password and more":           {"/abc", form(password + strings.Repeat(" ", 72)), []string{formType}, 403},
		"no password":                     {"/abc", "", []string{formType}, 403},
		"an empty password":               {"/abc", "password=", []string{formType}, 403},
		"the password in the URL":         {"/abc?password=open+sesame", "", []string{formType}, 403},
		"a malformed form":                {"/abc", "password=%zz", []string{formType}, 403},
		"a form that is too large":        {"/abc", large, []string{formType}, 403},
		"a form of another type":          {"/abc", form(password), []string{"Content-Type: text/plain"}, 403},
		"a form without a type":           {"/abc", form(password), nil, 403},
		"a form of another site":          {"/abc", form(password), []string{formType, "Sec-Fetch-Site: cross-site"}, 403},
		"a form of another origin":        {"/abc", form(password), []string{formType, "Origin: https://evil.test"}, 403},
		"a form on a link without one":    {"/open", form(password), []string{formType}, 405},
		"a form on an unknown link":       {"/nothing", form(password), []string{formType}, 405},
		"a form on a preview":             {"/abc+", form(password), []string{formType}, 405},
		"a form behind the code":          {"/abc/x", form(password), []string{formType}, 405},
		"a form on a disabled link":       {"/off", form(password), []string{formType}, 451},
		"a foreign form on a link of 410": {"/late", form(password), []string{formType, "Sec-Fetch-Site: cross-site"}, 410},
	} {
		t.Run(name, func(t *testing.T) {
			log := new(logged)
			s := newShortener(t, linkpack.Options{})
			h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
			link := locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination})
			locked(t, s, linkpack.Link{ShortCode: "off", Destination: destination, Disabled: true})
			locked(t, s, linkpack.Link{ShortCode: "late", Destination: destination, ExpiresAt: noon})
			shorten(t, s, linkpack.Link{ShortCode: "open", Destination: destination, MaxClicks: 1})
			answer, body := send(h, "POST", c.target, c.body, c.headers...)
			if answer.StatusCode != c.status || answer.Header.Get("Location") != "" || !strings.Contains(body, "</html>") {
				t.Errorf("answered %d to %q: %s", answer.StatusCode, answer.Header.Get("Location"), body)
			}
			if strings.Contains(body, "sesame") || strings.Contains(body, "secret") || len(log.lines()) > 0 {
				t.Errorf("tells too much: %s, logged %q", body, log.lines())
			}
			if (answer.Header.Get("Allow") == "GET, HEAD") != (c.status == 405) {
				t.Errorf("Allow is %q", answer.Header.Get("Allow"))
			}
			var want analytics.ClassCounts
			if c.status == 403 {
				want[analytics.Blocked] = 1
			}
			if got := classes(t, s, link); got != want {
				t.Errorf("classes are %v, want %v", got, want)
			}
		})
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{TrustedHops: 1})
	link := locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination})
	guess := func(password, addr string) *http.Response {
		answer, _ := send(h, "POST", "/abc", form(password), formType, "X-Forwarded-For: "+addr)
		return answer
	}
	attempts := 0
	for guess("wrong", "192.0.2.1").StatusCode == http.StatusForbidden {
		if attempts++; attempts > 100 {
			t.Fatal("guessing never ends")
		}
	}
	answer := guess(password, "192.0.2.1")
	wait, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if answer.StatusCode != http.StatusTooManyRequests || err != nil || wait < 1 {
		t.Errorf("answered %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	if answer := guess(password, "192.0.2.2"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("another visitor is answered %d", answer.StatusCode)
	}
	if got := classes(t, s, link); got[analytics.Human] != 1 || got[analytics.Blocked] != uint64(attempts)+2 {
		t.Errorf("classes are %v after %d attempts", got, attempts)
	}
}

func TestOneTimeLinkWithAPassword(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{TrustedHops: 1})
	link := locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, MaxClicks: 1})
	if answer, _ := send(h, "POST", "/abc", form(password), formType, "User-Agent: "+crawler); answer.StatusCode != 200 || answer.Header.Get("Location") != "" {
		t.Errorf("a crawler that knows the password is answered %d", answer.StatusCode)
	}
	var mu sync.Mutex
	answers := map[int]int{}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			answer, _ := send(h, "POST", "/abc", form(password), formType, "X-Forwarded-For: 192.0.2."+strconv.Itoa(i))
			mu.Lock()
			defer mu.Unlock()
			answers[answer.StatusCode]++
		})
	}
	wg.Wait()
	late := answers[http.StatusGone] + answers[http.StatusTooManyRequests] // a slow machine checks few at a time
	if answers[http.StatusSeeOther] != 1 || late != 3 {
		t.Errorf("answered %v", answers)
	}
	if got := classes(t, s, link); got[analytics.Human] != 1 {
		t.Errorf("classes are %v", got)
	}
}

func TestNothingOfThePasswordIsInTheLog(t *testing.T) {
	log := new(logged)
	s := newShortener(t, linkpack.Options{Logger: log.logger()})
	h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
	link := locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination})
	if err := s.Close(t.Context()); err != nil { // so that recording fails, which is logged
		t.Fatal(err)
	}
	send(h, "POST", "/abc", form("a-wrong-guess"), formType)
	send(h, "POST", "/abc", form(password), formType)
	told := strings.Join(log.lines(), "\n")
	if told == "" || strings.Contains(told, "guess") || strings.Contains(told, "sesame") || strings.Contains(told, link.PasswordHash) {
		t.Errorf("log is %q", told)
	}
}

func TestPasswordPage(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	locked(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, ExpiresAt: noon.Add(time.Hour)})
	answer, body := send(h, "GET", "/abc", "")
	for _, want := range []string{`<form method="post">`, `name="password"`, `type="password"`, `<label for="password">`} {
		if !strings.Contains(body, want) {
			t.Errorf("page lacks %s: %s", want, body)
		}
	}
	if strings.Contains(body, `id="notice"`) {
		t.Error("the first page complains")
	}
	if policy := answer.Header.Get("Content-Security-Policy"); strings.Contains(policy, "form-action") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("policy is %q; browsers hold the redirect to form-action", policy)
	}
	if got := answer.Header.Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("Referrer-Policy is %q", got)
	}
}
