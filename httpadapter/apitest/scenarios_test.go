package apitest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

func TestLinkPackAnswersAsDescribed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sv := newServer(t, 100_000)
		claim(t, sv, "theirs.example")
		importConversions(t, sv)
		d := served(t, sv, linkpackAt)
		s := scenario{server: sv, values: map[string]string{"design": newDesign(t, sv, `{}`)}, check: d.check}
		s.values["tracked"], s.values["visitor"] = newVisitor(t, sv)
		s.play(t, "testdata/linkpack.txt")
		d.checkAllSeen(t)
	})
}

// TestLinkbreakersAnswersAsDescribed also compares answers with the facts of the
// published descriptions.
func TestLinkbreakersAnswersAsDescribed(t *testing.T) {
	known, target := knownFacts(t), newTarget(t)
	synctest.Test(t, func(t *testing.T) {
		sv := newServer(t, 100_000)
		d := served(t, sv, linkbreakersAt)
		playLinkbreakers(t, sv, target, func(t *testing.T, r *http.Request, body string, answer *httptest.ResponseRecorder) {
			d.check(t, r, body, answer)
			if operation := known.operation(r); operation != "" {
				for _, fault := range known.checkAnswer(operation, answer.Code, answer.Body.Bytes()) {
					t.Errorf("%s: %s", operation, fault)
				}
			}
		})
		d.checkAllSeen(t)
	})
}

// playLinkbreakers plays the scenario of the Linkbreakers API.
func playLinkbreakers(t *testing.T, sv *server, target string, check checker) {
	t.Helper()
	values := map[string]string{
		"design": newDesign(t, sv, `{}`), "ruled": newRuled(t, sv), "theirs": claim(t, sv, "theirs.example"), "image": onePixel, "target": target,
		"wordless": newDesign(t, sv, `{"outputFileFormat":"pdf","cornersSquareOptions":{"type":"rounded","color":"#1e40af"},"cornersDotOptions":{"type":"classy"}}`),
	}
	_, err := sv.shortener.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Name, w.Timezone = "Mine", "UTC"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s := scenario{server: sv, values: values, check: check}
	s.play(t, "testdata/linkbreakers.txt")
}

// newTarget serves the target of webhooks, which takes nothing at /bad, and returns its
// URL.
func newTarget(t *testing.T) string {
	t.Helper()
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // a test with its own time ends no idle connection
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	t.Cleanup(target.Close)
	return target.URL
}

// onePixel is a PNG file.
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// newVisitor identifies a visitor who scanned the code of a link and then bought something.
// It returns the ids of the link and of the visitor.
func newVisitor(t *testing.T, sv *server) (link, visitor string) {
	t.Helper()
	made, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "tracked", Destination: "https://example.com/", TrackConversions: true})
	if err != nil {
		t.Fatal(err)
	}
	s := scenario{server: sv, values: make(map[string]string)}
	if err := s.step(t, "visit /tracked?qr=wall&utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e 1"); err != nil {
		t.Fatal(err)
	}
	lbid := s.values["lbid"]
	_, err = sv.shortener.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: lbid, Kind: "purchase", Value: 19.99, Currency: "EUR", FormResponses: []byte(`{"size":"L"}`), Properties: []byte(`{"order":7}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	identified, _, err := sv.shortener.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid})
	if err != nil {
		t.Fatal(err)
	}
	return made.ID, identified.ID
}

// newRuled makes a link with a rule of each kind that is shown as a workflow step, and
// returns its id.
func newRuled(t *testing.T, sv *server) string {
	t.Helper()
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "geo", Value: "FR"}}, Destination: "https://example.com/fr"},
		{Clauses: []routing.Clause{{Condition: "device", Value: "mobile"}}, Destination: "https://example.com/mobile"},
		{Clauses: []routing.Clause{{Condition: "time", Value: "09:00-17:00"}}, Destination: "https://example.com/day"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return link.ID
}

// newDesign makes a design of a QR code and returns its id.
func newDesign(t *testing.T, sv *server, body string) string {
	t.Helper()
	design, err := sv.shortener.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	return design.ID
}

// claim registers a host for the default workspace and for another one, which then
// verifies it. The DNS has the records of both. It returns the first one's id.
func claim(t *testing.T, sv *server, host string) string {
	t.Helper()
	if _, err := sv.shortener.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	var ids, values []string
	for _, workspace := range []string{"", "others"} {
		claimed, err := sv.shortener.CreateDomain(t.Context(), linkpack.Domain{Workspace: workspace, Host: host})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, claimed.ID)
		values = append(values, claimed.Challenge.Value)
		sv.records.Set(claimed.Challenge.Name, values...)
	}
	if _, err := sv.shortener.VerifyDomain(t.Context(), "others", host); err != nil {
		t.Fatal(err)
	}
	return ids[0]
}
