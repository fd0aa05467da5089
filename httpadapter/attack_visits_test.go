package httpadapter_test

import (
	"fmt"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"
)

// harmless is the model of a Location: what a browser makes of it stays below
// https://dest.example/base.
func harmless(location string) bool {
	if !regexp.MustCompile(`^https://dest\.example/base([/?#][!-~]*)?$`).MatchString(location) {
		return false
	}
	rest, _, _ := strings.Cut(strings.TrimPrefix(location, "https://dest.example"), "#")
	rest, _, _ = strings.Cut(rest, "?")
	rest = regexp.MustCompile(`(?i)%2e`).ReplaceAllString(strings.ReplaceAll(rest, `\`, "/"), ".") // as browsers do
	resolved := path.Clean(rest)
	return resolved == "/base" || strings.HasPrefix(resolved, "/base/")
}

var evilLink = regexp.MustCompile(`(?i)(href|src|action|url)=["']?(https?:)?//([^/"]*@)?evil`)

// checkVisit sends a request and checks where it leads, and that nothing of it got
// into the headers or, as a link, onto a page.
func (a *attacked) checkVisit(t *testing.T, request string) (status int) {
	t.Helper()
	answer, body := a.raw(t, request)
	location := answer.Header.Get("Location")
	if location != "" {
		a.redirects++
	}
	switch {
	case location != "" && !harmless(location):
		t.Errorf("%.200q leads to %q", request, location)
	case len(answer.Header.Values("Location")) > 1 || answer.Header.Get("X-Injected") != "" || len(answer.Cookies()) > 0:
		t.Errorf("%.200q put headers into the answer: %v", request, answer.Header)
	case evilLink.MatchString(body) || strings.Contains(body, "<injected"):
		t.Errorf("%.200q put itself into the page: %s", request, body)
	case answer.StatusCode >= http.StatusInternalServerError:
		t.Errorf("%.200q: answered %s", request, answer.Status)
	}
	return answer.StatusCode
}

// pieces are parts of paths by which visitors try to leave a destination.
func pieces() []string {
	return []string{
		"..", "%2e%2e", ".%2e", "%2E.", ".", "%2e", "/", "//", "%2f", "%2F", `\`, "%5c", "..;", ";", "%00", "%0d%0aX-Injected:1", "%0aLocation:x", "%09", "%20", "%7f", "%85",
		"@evil.example", ":80@evil.example", "//evil.example", "/%2f/evil.example", "%23", "%3f", "?", "#", "%252e%252e", "%c0%ae%c0%ae", "\xff", "．．", "%ef%bc%8e", "\u2024\u2024", "%u002e",
		"javascript:alert(1)", "%3Cinjected%3E", "<injected>", `"'><injected>`, "+", "%", "%zz", "a",
	}
}

func TestPathsDoNotLeadOutOfTheDestination(t *testing.T) {
	a := newAttacked(t)
	list := pieces()
	for _, link := range []string{"/path", "/both", "/plain", "/unknown", ""} {
		for i, first := range list {
			for j, second := range list {
				if !inFull() && (i*31+j)%19 != 0 {
					continue
				}
				for _, target := range []string{link + "/" + first + second, link + "/x/" + first + "/" + second, link + first + "?" + second, link + "?q=" + first + "&" + second} {
					a.checkVisit(t, fmt.Sprintf("GET %s HTTP/1.1\r\nHost: go.example\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n", target, browser))
				}
			}
		}
	}
	a.checkRedirects(t)
}

// tricks are headers by which clients try to choose where they are.
func tricks() []string {
	var list []string
	for _, host := range []string{
		"evil.example", "go.example:80@evil.example", "evil.example:443", "go.example, evil.example", "evil.example/go.example", "evil.example#go.example", "evil.example?", `evil.example\`,
		"go.example\t.evil.example", "\"evil.example\"", "[::1]", "[evil.example]", "xn--a.example", "", "%65vil.example", "evil.example\x00", "<injected>", "javascript:alert(1)", strings.Repeat("e", 5000), "brand.example", "GO.EXAMPLE.",
	} {
		list = append(list, "Host: "+host+"\r\n")
	}
	for _, header := range []string{
		"X-Forwarded-Host: evil.example", "X-Forwarded-Server: evil.example", "X-Host: evil.example", "Forwarded: host=evil.example;proto=javascript", "X-Forwarded-Proto: javascript", "X-Forwarded-Scheme: gopher",
		"X-Forwarded-Port: 0", "X-Forwarded-Prefix: //evil.example", "X-Original-URL: //evil.example", "X-Rewrite-URL: //evil.example", "X-HTTP-Method-Override: DELETE", "Front-End-Https: off",
		"Referer: javascript:alert(1)", "Referer: https://evil.example/\"><injected>", "Origin: https://evil.example", "Accept-Language: \"><injected>", "Accept-Language: " + strings.Repeat("x-", 2000), "Host: evil.example",
		"Cookie: vip=1; vip=2", "Cookie: vip=\"1\"", "Cookie: =1;;;vip", "Cookie: \x01\x02=\xff", "Cookie: " + strings.Repeat("a=b;", 2000), "Content-Length: 5", "Content-Length: -1", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
		"Range: bytes=0-0", "If-None-Match: *", "Expect: 100-continue", "Upgrade: h2c\r\nConnection: Upgrade", "Connection: Host, User-Agent", "Sec-Purpose: prefetch;\"", " folded: x", "Bad Name: x", "X-Injected: 1\x00", "User-Agent: <injected>",
	} {
		list = append(list, "Host: go.example\r\n"+header+"\r\n")
	}
	return list
}

func TestHeadersDoNotChooseWhereALinkLeads(t *testing.T) {
	a := newAttacked(t)
	targets := []string{"/plain", "/both/x?y=z"}
	if inFull() {
		targets = []string{"/plain", "/both/x?y=z", "/plain+", "/plain/qr.svg", "/unknown", "/", "//evil.example/plain", "http://evil.example/plain", "https://user@evil.example/both/x", "*", "evil.example:80"}
	}
	for _, target := range targets {
		for _, method := range []string{"GET", "HEAD", "POST", "CONNECT"} {
			for _, headers := range tricks() {
				a.checkVisit(t, fmt.Sprintf("%s %s HTTP/1.1\r\n%sUser-Agent: %s\r\nConnection: close\r\n\r\n", method, target, headers, browser))
			}
		}
	}
	a.checkRedirects(t)
}

func TestAfterHugeHeadersTheServerGoesOn(t *testing.T) {
	a := newAttacked(t)
	for _, size := range []int{1 << 10, 64 << 10, 900 << 10, 2 << 20} {
		for _, header := range []string{"Cookie: vip=%s", "Referer: https://news.example/%s", "Accept-Language: %s", "X-Forwarded-For: %s", "User-Agent: %s", "X-%s: 1"} {
			a.checkVisit(t, fmt.Sprintf("GET /plain HTTP/1.1\r\nHost: go.example\r\n"+header+"\r\nConnection: close\r\n\r\n", strings.Repeat("a", size)))
		}
		a.checkVisit(t, "GET /"+strings.Repeat("a", size)+" HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")
	}
	if status := a.checkVisit(t, "GET /plain HTTP/1.1\r\nHost: go.example\r\nUser-Agent: "+browser+"\r\nConnection: close\r\n\r\n"); status != http.StatusTemporaryRedirect {
		t.Errorf("then answered %d", status)
	}
}

func TestClientsCannotForgeTheirAddress(t *testing.T) {
	a := newAttacked(t)
	const inside, outside = "203.0.113.9", "198.51.100.7"
	for _, claim := range []string{
		"", "X-Forwarded-For: IN", "X-Forwarded-For: IN, 127.0.0.1", "X-Forwarded-For: IN,,, ", "X-Forwarded-For: \"IN", "X-Forwarded-For: for=IN", "X-Forwarded-For: [IN]", "X-Forwarded-For: IN;", "X-Forwarded-For: ::ffff:IN",
		"X-Forwarded-For: IN\r\nX-Forwarded-For: IN", "x-forwarded-for: IN", "X_Forwarded_For: IN", "X-Forwarded-For : IN", "Forwarded: for=IN", "X-Real-IP: IN", "CF-Connecting-IP: IN", "True-Client-IP: IN", "X-Client-IP: IN", "X-Cluster-Client-IP: IN",
		"Client-IP: IN", "Via: IN", "X-Forwarded-For: " + strings.Repeat("IN, ", 2000), "X-Forwarded-For: unknown", "X-Forwarded-For: \x00IN",
	} {
		for client, want := range map[string]string{outside: "https://dest.example/base/plain", inside: "https://dest.example/base/ip"} {
			forged := strings.ReplaceAll(claim, "IN", map[string]string{outside: inside, inside: outside}[client])
			if forged != "" {
				forged += "\r\n"
			}
			request := fmt.Sprintf("GET /plain HTTP/1.1\r\nHost: go.example\r\nUser-Agent: %s\r\n%sX-Forwarded-For: %s\r\nConnection: close\r\n\r\n", browser, forged, client)
			answer, _ := a.raw(t, request)
			if refused := answer.StatusCode == http.StatusBadRequest; !refused && answer.Header.Get("Location") != want {
				t.Errorf("%s with %.60q: answered %d, leads to %q", client, forged, answer.StatusCode, answer.Header.Get("Location"))
			}
		}
	}
}

func TestTheModelOfALocation(t *testing.T) {
	for location, want := range map[string]bool{
		"https://dest.example/base": true, "https://dest.example/base/a/../b?x=..#y": true, "https://dest.example/base?x": true,
		"https://dest.example/base/../x": false, "https://dest.example/base/%2E%2e/x": false, `https://dest.example/base/..\x`: false, "https://dest.example/based": false,
		"https://dest.example@evil.example/base": false, "https://evil.example/base": false, "https://dest.example/base/a b": false, "//dest.example/base": false,
	} {
		if got := harmless(location); got != want {
			t.Errorf("harmless(%q) = %v", location, got)
		}
	}
}
