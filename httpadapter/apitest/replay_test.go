package apitest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// recorded is a request that a client sent.
type recorded struct {
	Label  string `json:"label"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query"`
	Body   string `json:"body"`
}

// TestRecordedRequestsAreAnsweredAsPublished sends what the SDKs for Go and TypeScript and
// the command line sent to the real server. Operations that are not served must say so
// in the form that SDKs read.
func TestRecordedRequestsAreAnsweredAsPublished(t *testing.T) {
	known := knownFacts(t)
	for _, request := range readRecorded(t) {
		t.Run(request.Label, func(t *testing.T) {
			sv := newServer(t, 100_000)
			r := sv.replay(t, request)
			answer := sv.send(r)
			if want := request.status(); answer.Code != want {
				t.Errorf("answered %d, not %d: %s", answer.Code, want, answer.Body)
			}
			if list := request.list(); list != "" && !strings.Contains(answer.Body.String(), `"`+list+`":[{"id"`) {
				t.Errorf("no %s in %s", list, answer.Body)
			}
			for _, fault := range known.checkAnswer(known.operation(r), answer.Code, answer.Body.Bytes()) {
				t.Error(fault)
			}
		})
	}
}

// status returns the status that a request is to be answered with.
func (r *recorded) status() int {
	if r.Label == "ts-1.111.19:qrdesign.create" {
		return http.StatusBadRequest // its image is none
	}
	return http.StatusOK
}

// list returns the name of the list that a request for one must get something in.
func (r *recorded) list() string {
	switch _, what, _ := strings.Cut(r.Label, ":"); what {
	case "events.list":
		return "events"
	case "visitor.list":
		return "visitors"
	default:
		return ""
	}
}

func readRecorded(t *testing.T) []recorded {
	t.Helper()
	file, err := os.Open("testdata/recorded.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []recorded
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var r recorded
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// replay returns a recorded request with the ids of things that the server has, and which
// lists what is there.
func (sv *server) replay(t *testing.T, request recorded) *http.Request {
	t.Helper()
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", Tags: []string{"tag1"}, TrackConversions: true})
	if err != nil {
		t.Fatal(err)
	}
	domain, err := sv.shortener.CreateDomain(t.Context(), linkpack.Domain{Host: "links.example.net"})
	if err != nil {
		t.Fatal(err)
	}
	s := scenario{server: sv, values: map[string]string{}}
	s.visit("/"+link.ShortCode, 1)
	if request.list() == "visitors" {
		who := linkpack.Identification{Click: s.values["lbid"], Attributes: map[string]any{"$email": "user@example.com", "company": "Acme Corp"}}
		if _, _, err := sv.shortener.IdentifyVisitor(t.Context(), who); err != nil {
			t.Fatal(err)
		}
	}
	hook, err := sv.hooks.Create(t.Context(), webhook.Webhook{URL: "https://hooks.example.com/"})
	if err != nil {
		t.Fatal(err)
	}
	ids := strings.NewReplacer(
		"bGJpZA==", s.values["lbid"], "/webhooks/11111111-1111-4111-8111-111111111111", "/webhooks/"+hook.ID, "11111111-1111-4111-8111-111111111111", link.ID, "/links/abc", "/links/"+link.ID, "/custom-domains/abc", "/custom-domains/"+domain.ID,
		"endDate=2024", "endDate=2124", // which is not over
	)
	r := httptest.NewRequest(request.Method, "https://go.example"+ids.Replace(request.Path)+"?"+ids.Replace(request.Query), strings.NewReader(ids.Replace(request.Body)))
	r.Header.Set("Authorization", "Bearer "+secret)
	return r
}
