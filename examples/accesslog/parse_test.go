package main

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestLinesOfEveryKindAreRead(t *testing.T) {
	at := time.Date(2015, 5, 17, 10, 5, 3, 0, time.UTC)
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	for line, want := range map[string]request{
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a?b=c&d HTTP/1.1" 200 512 "https://example.com/" "agent/1.0"`: {v4, at, "GET", "/a", "b=c&d", 200, "https://example.com/", "agent/1.0"},
		`192.0.2.1 - - [17/May/2015:12:05:03 +0200] "HEAD / HTTP/1.0" 304 -`:                                            {v4, at, "HEAD", "/", "", 304, "", ""},
		`2001:db8::1 - - [17/May/2015:03:05:03 -0700] "GET / HTTP/2.0" 200 1 "-" "-"`:                                   {v6, at, "GET", "/", "", 200, "", ""},
		`[2001:db8::1] - - [17/May/2015:10:05:03 +0000] "GET / HTTP/2.0" 200 1 "-" ""`:                                  {v6, at, "GET", "/", "", 200, "", ""},
		`example.com:80 192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "a" 0.003`:                {v4, at, "GET", "/", "", 200, "", "a"},
		`host.example ident a user [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1`:                                 {netip.Addr{}, at, "GET", "/", "", 200, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "a\"b\\c" "x\x41\té\q\""`:                    {v4, at, "GET", "/", "", 200, `a"b\c`, "xA\téq\""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET http://example.com/p?q#f HTTP/1.1" 200 1`:                      {v4, at, "GET", "/p", "q", 200, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET http://example.com HTTP/1.1" 200 1`:                            {v4, at, "GET", "/", "", 200, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /old" 200 1`:                                                   {v4, at, "GET", "/old", "", 200, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /go?to=http://example.com/ HTTP/1.1" 302 0`:                    {v4, at, "GET", "/go", "to=http://example.com/", 302, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "OPTIONS * HTTP/1.0" 200 1`:                                         {v4, at, "", "", "", 200, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a b HTTP/1.0" 400 1`:                                          {v4, at, "", "", "", 400, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "\x16\x03\x01" 400 226`:                                             {v4, at, "", "", "", 400, "", ""},
		`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "" 400 0`:                                                           {v4, at, "", "", "", 400, "", ""},
	} {
		got, err := parseLine(line)
		got.time = got.time.UTC()
		if err != nil || got != want {
			t.Errorf("%s\ngot  %+v, %v\nwant %+v", line, got, err, want)
		}
	}
}

func TestWhatIsWrongWithALineIsSaid(t *testing.T) {
	const who, when = `192.0.2.1 - - `, `[17/May/2015:10:05:03 +0000] `
	for line, want := range map[string]string{
		"":                                       "is empty",
		"192.0.2.1 - - 17/May/2015:10:05:03":     "no time in brackets",
		"192.0.2.1 " + when + `"GET / HTTP/1.1"`: "does not begin with client",
		who + `[yesterday] "GET / HTTP/1.1" 200 1`:  `"yesterday" is not a time`,
		who + `[17/May/2015:10:05:03 +0000`:         "no time in brackets",
		who + when + `GET / HTTP/1.1 200 1`:         "request: has no opening quotation mark",
		who + when + `"GET / HTTP/1.1 200 1`:        "request: has no closing quotation mark",
		who + when + `"GET / HTTP/1.1" OK 1`:        `"OK" is not a status`,
		who + when + `"GET / HTTP/1.1" 2000 1`:      `"2000" is not a status`,
		who + when + `"GET / HTTP/1.1" -20 1`:       `"-20" is not a status`,
		who + when + `"GET / HTTP/1.1" 200 many`:    `"many" is not a size`,
		who + when + `"GET / HTTP/1.1" 200`:         `"" is not a size`,
		who + when + `"GET / HTTP/1.1" 200 1 - "a"`: "referer: has no",
		who + when + `"GET / HTTP/1.1" 200 1 "a" b`: "user agent: has no",
		who + when + `"GET / HTTP/1.1" 200 1 "-"`:   "user agent: has no",
	} {
		if _, err := parseLine(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add(`192.0.2.1 - - [17/May/2015:10:05:03 +0000] "GET /a?b HTTP/1.1" 200 512 "https://example.com/" "agent \"x\" \x41"`)
	f.Add(`example.com:80 ::1%eth0 - - [17/May/2015:10:05:03 -0700] "GET http://a/b HTTP/1.1" 302 - "\" "\\"`)
	f.Add(`{"ts":1431857103.5,"request":{"client_ip":"192.0.2.1","method":"GET","uri":"/a?b","headers":{"User-Agent":["a"]}},"status":200}`)
	f.Add(`{"StartUTC":"2015-05-17T10:05:03Z","ClientHost":"::1","RequestMethod":"GET","RequestPath":"/","DownstreamStatus":200}`)
	f.Add(`{"time_local":"17/May/2015:10:05:03 +0000","remote_addr":"[::1]:80","request":"GET / HTTP/1.1","status":"200"}`)
	f.Fuzz(func(t *testing.T, line string) {
		r, err := parseLine(line)
		if err != nil {
			return
		}
		if r.method != "" && (!strings.HasPrefix(r.path, "/") || strings.ContainsAny(r.path, "?# ")) {
			t.Errorf("path %q", r.path)
		}
		if r.status < 100 || r.status > 999 || len(r.agent)+len(r.referer)+len(r.path)+len(r.query) > 3*len(line) { // JSON may have wrong UTF-8, which becomes U+FFFD
			t.Errorf("%+v", r)
		}
	})
}
