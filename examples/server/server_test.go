package main

import (
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

func TestFirstStartShowsWhatWorks(t *testing.T) {
	p := start(t, t.TempDir())
	if !regexp.MustCompile(`^lp_[0-9A-Za-z]{40,}$`).MatchString(p.token()) {
		t.Errorf("token %q", p.token())
	}
	if !strings.Contains(p.printed, "X-Forwarded-For is trusted from 127.0.0.0/8, ::1/128") {
		t.Errorf("it does not say which proxies are trusted:\n%s", p.printed)
	}
	want := map[string]string{
		"/launch":  "https://example.com/launch?ref=1&utm_source=newsletter&utm_medium=email&utm_campaign=summer_sale#tickets",
		"/country": "https://example.com/north-america",
		"/device":  "https://example.com/mobile",
		"/referer": "https://example.com/hello-searcher",
	}
	for _, line := range p.curls() {
		answer := shell(t, line)
		if strings.Contains(line, "/v1/") || strings.Contains(line, "/v4/") {
			if !strings.HasPrefix(answer, "{") || failed(answer) {
				t.Errorf("%s\nanswers %s", line, answer)
			}
			continue
		}
		if strings.HasSuffix(line, "/"+pixelCode) {
			if !strings.HasPrefix(answer, "HTTP/1.1 200") || !strings.Contains(answer, pixelScript) {
				t.Errorf("%s\nanswers %s", line, answer)
			}
			continue
		}
		if !strings.HasPrefix(answer, "HTTP/1.1 307") {
			t.Errorf("%s\nanswers %s", line, answer)
		}
		code := line[strings.LastIndex(line, "/"):]
		if location, ok := want[code]; ok && !strings.Contains(answer, "Location: "+location+"\r\n") {
			t.Errorf("%s\nanswers %s\nwant location %s", line, answer, location)
		}
		delete(want, code)
	}
	if len(want) > 0 {
		t.Errorf("no command shows %v", want)
	}
	if got := clicks(t, p, p.token(), "launch"); got != 1 {
		t.Errorf("the printed visit counted as %d clicks", got)
	}
	p.stop(os.Interrupt)
	if p.stderr.Len() > 0 {
		t.Errorf("it complains: %s", &p.stderr)
	}
}

// failed reports whether an API answered an error.
func failed(answer string) bool {
	return strings.Contains(answer, `"error"`) || strings.Contains(answer, `"codeType"`) || strings.Contains(answer, `"responseStatus"`)
}

// shell runs a line as it was printed.
func shell(t *testing.T, line string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "sh", "-c", line).Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return string(out)
}

func TestEveryStartReachesTheSameLinks(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	token := first.token()
	status, made := call(t, http.MethodPost, first.url+"/api/v1/shorten", token, `{"longUrl":"https://example.com/kept"}`)
	if status != http.StatusOK {
		t.Fatalf("shorten: %d %v", status, made)
	}
	first.terminate()

	second := start(t, dir)
	if strings.Contains(second.printed, "Token, shown only now") {
		t.Error("the second start makes another token")
	}
	if got := visit(t, second.url+"/"+made["shortCode"].(string)); got != "https://example.com/kept" {
		t.Errorf("the link leads to %q", got)
	}
	status, link := call(t, http.MethodGet, second.url+"/api/v1/link/"+made["id"].(string), token, "")
	if status != http.StatusOK || link["longUrl"] != "https://example.com/kept" {
		t.Errorf("the token of the first start gets %d %v", status, link)
	}
}

func TestDeletedDemonstrationsStayDeleted(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	token := first.token()
	_, page := call(t, http.MethodGet, first.url+"/api/v1/links", token, "")
	for _, link := range page["links"].([]any) {
		call(t, http.MethodDelete, first.url+"/api/v1/link/"+link.(map[string]any)["id"].(string), token, "")
	}
	first.terminate()

	second := start(t, dir)
	if got := second.curls(); len(got) != 4 {
		t.Errorf("it still shows %q", got)
	}
}

func TestGivenTokenIsTakenAsItIs(t *testing.T) {
	const token = "it's my own, with ümlauts and spaces"
	dir := t.TempDir()
	for range 2 {
		p := start(t, dir, "-no-demo", "-token", token)
		if strings.Contains(p.printed, "Token, shown only now") {
			t.Error("it makes another token")
		}
		for _, line := range p.curls() {
			if answer := shell(t, line); failed(answer) {
				t.Errorf("%s\nanswers %s", line, answer)
			}
		}
		p.terminate()
	}
	p := start(t, dir, "-token", "another token of 16 characters")
	if status, _ := call(t, http.MethodGet, p.url+"/api/v1/links", token, ""); status != http.StatusOK {
		t.Errorf("a further token takes the first one's place: %d", status)
	}
	if _, page := call(t, http.MethodGet, p.url+"/api/v1/links", token, ""); len(page["links"].([]any)) != 4 {
		t.Errorf("want the four links made by the printed commands and no demonstration, got %v", page)
	}
}

func TestBaseURLMakesShortLinks(t *testing.T) {
	p := start(t, t.TempDir(), "-base-url", "https://go.example.com/to", "-token", "0123456789abcdef")
	if !strings.Contains(p.printed, "https://go.example.com/to/launch") {
		t.Errorf("the short links are not below the base URL:\n%s", p.printed)
	}
	for _, path := range []string{"/launch", "/to/launch"} {
		if got := visit(t, p.url+path); !strings.HasPrefix(got, "https://example.com/launch") {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}

func TestInternalVisitsAreNotCounted(t *testing.T) {
	p := start(t, t.TempDir(), "-internal", "8.8.8.0/24, 2001:db8::1")
	for _, addr := range []string{"8.8.8.8", "2001:db8::1", "8.8.4.4"} {
		visit(t, p.url+"/launch", "X-Forwarded-For", addr)
	}
	if got := clicks(t, p, p.token(), "launch"); got != 1 {
		t.Errorf("%d clicks, want 1", got)
	}
}

func TestAddressesAreBelievedFromTrustedProxiesAlone(t *testing.T) {
	const world, america = "https://example.com/world", "https://example.com/north-america"
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"loopback by default":    {nil, america},
		"a prefix with the peer": {[]string{"-trusted-proxies", "10.0.0.0/8, 127.0.0.1"}, america},
		"a prefix without it":    {[]string{"-trusted-proxies", "10.0.0.0/8"}, world},
		"nobody":                 {[]string{"-trusted-proxies", ""}, world},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, t.TempDir(), test.args...)
			if got := visit(t, p.url+"/country", "X-Forwarded-For", "8.8.8.8"); got != test.want {
				t.Errorf("leads to %q, want %q", got, test.want)
			}
		})
	}
}
