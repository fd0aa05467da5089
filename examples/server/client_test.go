package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// visit follows a short link as a browser would, up to its destination.
func visit(t *testing.T, url string, headers ...string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", browser)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusTemporaryRedirect {
		t.Fatalf("%s: %s", url, response.Status)
	}
	return response.Header.Get("Location")
}

// call makes a request of the API and returns its status and answer.
func call(t *testing.T, method, url, token, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s %s: %v in %q", method, url, err, text)
	}
	return response.StatusCode, answer
}

// clicks returns the total of a link's clicks.
func clicks(t *testing.T, p *process, token, code string) int {
	t.Helper()
	status, stats := call(t, http.MethodGet, p.url+"/api/v1/stats/"+code, token, "")
	total, ok := stats["totalClicks"].(float64)
	if status != http.StatusOK || !ok {
		t.Fatalf("statistics of %s: %d %v", code, status, stats)
	}
	return int(total)
}
