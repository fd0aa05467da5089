package linkbreakersv1_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// recorded is a request that a client of the API sent, without its token.
type recorded struct {
	Label, Method, Path, Query string
	Header                     map[string]string
	Body                       string
}

// recordings reads a file of requests.
func recordings(t *testing.T, file string) (all []recorded) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r recorded
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// send sends a recorded request to a server, and decodes the answer.
func (r recorded) send(t *testing.T, base string) (*http.Response, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), r.Method, base+r.Path+"?"+r.Query, strings.NewReader(r.Body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range r.Header {
		request.Header.Set(name, value)
	}
	request.Header.Set("Authorization", "Bearer "+secret)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	var decoded map[string]any
	if err != nil || json.Unmarshal(body, &decoded) != nil {
		t.Errorf("%s: %q, %v", r.Label, body, err)
	}
	return answer, decoded
}

// TestTheRequestsOfRealClientsWork replays what each client sent, in its order, to a
// server with the link that it asks for.
func TestTheRequestsOfRealClientsWork(t *testing.T) {
	const link = `{"id":"11111111-1111-4111-8111-111111111111","destination":"https://example.com/","name":"My Search","tags":["tag1"]}`
	wants := map[string]string{ // a field of the answer's link
		"link.create": "destination", "create": "destination", "link.get": "tags", "link.patch": "eventCount",
	}
	var base, client string
	for _, r := range recordings(t, "testdata/recorded_links.jsonl") {
		who, what, _ := strings.Cut(r.Label, ":")
		if who != client {
			sv := newServer(t, nil)
			sv.make(t, link)
			server := httptest.NewServer(sv)
			t.Cleanup(server.Close)
			base, client = server.URL, who
		}
		want := http.StatusOK
		if strings.HasSuffix(r.Path, "/abc") { // which no link has
			want = http.StatusNotFound
		}
		answer, got := r.send(t, base)
		if answer.StatusCode != want || answer.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %s %v %v", r.Label, answer.Status, answer.Header, got)
		}
		if field := wants[what]; field != "" && got["link"].(map[string]any)[field] == nil {
			t.Errorf("%s: no %s in %v", r.Label, field, got)
		}
		if strings.HasSuffix(what, "list") && got["totalCount"] == nil {
			t.Errorf("%s: no totalCount in %v", r.Label, got)
		}
	}
}
