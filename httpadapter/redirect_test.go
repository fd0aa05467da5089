package httpadapter_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestRedirectAnswers(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	const verbatim = "https://example.com/a/../b//c?x=%2f&y=a+b&y=ä#frag/../x"
	for code, link := range map[string]linkpack.Link{
		"plain":     {Destination: verbatim},
		"found":     {Destination: "https://example.com/", RedirectStatus: 302},
		"moved":     {Destination: "https://example.com/", RedirectStatus: 301},
		"permanent": {Destination: "https://example.com/", RedirectStatus: 308},
		"archived":  {Destination: "https://example.com/", Archived: true},
		"early":     {Destination: "https://example.com/", StartsAt: noon.Add(time.Hour)},
		"late":      {Destination: "https://example.com/", ExpiresAt: noon.Add(-time.Hour)},
		"guide":     {Destination: "https://example.com/docs?v=1", ForwardPath: true},
		"2Fguide":   {Destination: "https://example.com/", ForwardPath: true},
	} {
		link.ShortCode = code
		shorten(t, s, link)
	}
	deleted := shorten(t, s, linkpack.Link{ShortCode: "deleted", Destination: "https://example.com/"})
	if err := s.DeleteLink(t.Context(), "", deleted.ID); err != nil {
		t.Fatal(err)
	}
	const never, briefly = "private, no-store", "private, max-age=90"
	for path, want := range map[string]struct {
		status          int
		location, cache string
	}{
		"/plain":              {307, strings.Replace(verbatim, "ä", "%C3%A4", 1), never},
		"/pl%61in":            {307, strings.Replace(verbatim, "ä", "%C3%A4", 1), never},
		"/plain?x=1":          {307, strings.Replace(verbatim, "ä", "%C3%A4", 1), never},
		"/found":              {302, "https://example.com/", never},
		"/moved":              {301, "https://example.com/", briefly},
		"/permanent":          {308, "https://example.com/", briefly},
		"/archived":           {404, "", never},
		"/early":              {404, "", never},
		"/late":               {410, "", never},
		"/deleted":            {410, "", never},
		"/nothing":            {404, "", never},
		"/PLAIN":              {404, "", never},
		"/":                   {404, "", never},
		"":                    {404, "", never},
		"/guide":              {307, "https://example.com/docs?v=1", never},
		"/guide/":             {307, "https://example.com/docs?v=1", never},
		"/guide/a%2Fb/c%20d+": {307, "https://example.com/docs/a%2Fb/c%20d+?v=1", never},
		"/guide/%C3%A4":       {307, "https://example.com/docs/%C3%A4?v=1", never},
		"/guide/../x":         {404, "", never},
		"%2Fguide/x":          {404, "", never}, // what http.StripPrefix leaves of /prefix%2Fguide/x
		"/guide/%2E%2e":       {404, "", never},
		"/guide%2Fa":          {404, "", never},
		"/plain/":             {307, strings.Replace(verbatim, "ä", "%C3%A4", 1), never},
		"/plain/a":            {404, "", never},
		"//plain":             {404, "", never},
		"/favicon.ico":        {404, "", never},
		"/robots.txt":         {404, "", never},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			answer, body := send(h, method, path, "")
			if answer.StatusCode != want.status {
				t.Errorf("%s %s: status is %d, want %d", method, path, answer.StatusCode, want.status)
			}
			if got := answer.Header.Get("Location"); got != want.location {
				t.Errorf("%s %s: Location is %q, want %q", method, path, got, want.location)
			}
			if got := answer.Header.Get("Cache-Control"); got != want.cache {
				t.Errorf("%s %s: Cache-Control is %q, want %q", method, path, got, want.cache)
			}
			hasPage := want.location == "" && method == "GET"
			if hasPage != strings.Contains(body, "</html>") || !hasPage && body != "" {
				t.Errorf("%s %s: body is %q", method, path, body)
			}
		}
	}
}

func TestPathsThatAreNoCodeAreNotFound(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	for _, path := range []string{
		"//", "//abc", "/abc/def", "/abc%2Fdef", "/abc%2F", "/./abc", "/../abc", "abc", "*", "/%00", "/abc%00",
		"/abc%20", "/\xff\xfe", "/%ff", "/%F0%9F", "/+", "/++", "/abc/+", "/abc++", "/" + strings.Repeat("a", 64<<10),
		"/" + strings.Repeat("/", 64<<10), "/😀", "/abc;x=1",
	} {
		answer, _ := send(h, "GET", path, "")
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%.40q: status is %d", path, answer.StatusCode)
		}
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	link := shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "BREW"} {
		answer, body := send(h, method, "/abc", "")
		if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, Allow %q", method, answer.StatusCode, answer.Header.Get("Allow"))
		}
		if answer.Header.Get("Location") != "" || !strings.Contains(body, "</html>") {
			t.Errorf("%s: answered %q, %q", method, answer.Header, body)
		}
	}
	if got := classes(t, s, link); got != (analytics.ClassCounts{}) {
		t.Errorf("counted %v", got)
	}
}

func TestRequestHeadersDoNotChooseTheLocation(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{TrustedHops: 1})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/x"})
	answer, _ := send(h, "GET", "/abc", "", "Host: evil.test", "X-Forwarded-Host: evil.test", "X-Forwarded-Proto: gopher",
		"X-Original-URL: /evil", "Forwarded: host=evil.test")
	if answer.StatusCode != http.StatusTemporaryRedirect || answer.Header.Get("Location") != "https://example.com/x" {
		t.Errorf("answered %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestEveryVisitHasOneClass(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	for name, c := range map[string]struct {
		method  string
		headers []string
		expired bool
		want    analytics.Class
	}{
		"a person":                        {"GET", nil, false, analytics.Human},
		"HEAD":                            {"HEAD", nil, false, analytics.Head},
		"a prefetch":                      {"GET", []string{"Sec-Purpose: prefetch"}, false, analytics.Prefetch},
		"a prerender":                     {"GET", []string{"Sec-Purpose: prefetch;prerender"}, false, analytics.Prefetch},
		"a prefetch of an older Chrome":   {"GET", []string{"Purpose: prefetch"}, false, analytics.Prefetch},
		"a prefetch of an older Firefox":  {"GET", []string{"X-Moz: Prefetch"}, false, analytics.Prefetch},
		"another purpose is a person":     {"GET", []string{"Sec-Purpose: prefetching"}, false, analytics.Human},
		"a crawler":                       {"GET", []string{"User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, false, analytics.Bot},
		"a gate":                          {"GET", nil, true, analytics.Blocked},
		"a gate comes before the method":  {"HEAD", nil, true, analytics.Blocked},
		"a gate comes before the purpose": {"GET", []string{"Purpose: prefetch"}, true, analytics.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			link := linkpack.Link{Destination: "https://example.com/"}
			if c.expired {
				link.ExpiresAt = noon
			}
			made := shorten(t, s, link)
			send(h, c.method, "/"+made.ShortCode, "", c.headers...)
			var want analytics.ClassCounts
			want[c.want] = 1
			if got := classes(t, s, made); got != want {
				t.Errorf("classes are %v, want %v", got, want)
			}
		})
	}
}

func TestSyncAnswersAfterTheClickIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShortener(t, linkpack.Options{Clicks: analytics.Options{Sync: true}})
		h := newHandler(t, s, httpadapter.Options{})
		link := shorten(t, s, linkpack.Link{Destination: "https://example.com/"})
		for n := range uint64(3) {
			send(h, "GET", "/"+link.ShortCode, "")
			if got := s.Metrics().Clicks.Recorded; got != n+1 {
				t.Errorf("%d clicks are stored after %d answers", got, n+1)
			}
		}
	})
}

func TestVisitorsDoNotSufferFromFailedRecording(t *testing.T) {
	log := new(logged)
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
	link := shorten(t, s, linkpack.Link{Destination: "https://example.com/"})
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	answer, _ := send(h, "GET", "/"+link.ShortCode, "")
	if answer.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("status is %d", answer.StatusCode)
	}
	if got := log.lines(); len(got) != 1 || !strings.Contains(got[0], "visit not recorded") {
		t.Errorf("log is %q", got)
	}
}

func TestVisitorsWhoLeaveAreNoFailure(t *testing.T) {
	log := new(logged)
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
	link := shorten(t, s, linkpack.Link{Destination: "https://example.com/"})
	send(h, "GET", "/"+link.ShortCode, "") // the link is cached now
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{"/" + link.ShortCode, "/unknown"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil).WithContext(gone))
	}
	if got := log.lines(); len(got) != 0 {
		t.Errorf("log is %q", got)
	}
}
