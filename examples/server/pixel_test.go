package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// page opens a URL as a browser would.
func page(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", browser)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", url, response.Status, err)
	}
	return string(body)
}

func TestTheDemonstrationRunsAScriptOfThisServer(t *testing.T) {
	dir := t.TempDir()
	for range 2 { // on two ports
		p := start(t, dir)
		shown := page(t, p.url+"/retargeting")
		if !strings.Contains(shown, ` src="pixel.js"`) || !strings.Contains(shown, p.url+"/pixel.html") {
			t.Fatalf("the link shows %s", shown)
		}
		for _, want := range []string{"started: 0<", "started: 1<"} {
			if got := page(t, p.url+"/pixel.html"); !strings.Contains(got, want) {
				t.Errorf("the page is %s, want %s", got, want)
			}
			page(t, p.url+"/pixel.js")
		}
		p.terminate()
	}
	p := start(t, dir, "-base-url", "https://go.example.com/to")
	if shown := page(t, p.url+"/to/retargeting"); !strings.Contains(shown, "https://go.example.com/to/pixel.html") {
		t.Errorf("below a path, the link shows %s", shown)
	}
	page(t, p.url+"/to/pixel.js")
}

func TestOtherScriptsNeedAFlag(t *testing.T) {
	const body = `{"longUrl":"https://example.com/","retargeting_scripts":["run()"]}`
	for flag, want := range map[string]int{"-no-demo": http.StatusBadRequest, "-allow-scripts": http.StatusOK} {
		p := start(t, t.TempDir(), "-token", testToken, flag)
		if status, answer := call(t, http.MethodPost, p.url+"/api/v1/shorten", testToken, body); status != want {
			t.Errorf("%s: answered %d %v", flag, status, answer)
		}
	}
}
