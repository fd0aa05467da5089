package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// track visits the tracked link with a cookie, and returns the lbid and the cookie.
func track(t *testing.T, p *process, cookie string) (lbid, kept string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/tracked", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", laptopAgent)
	r.Header.Set("Cookie", cookie)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	destination, err := url.Parse(answer.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	kept, _, _ = strings.Cut(answer.Header.Get("Set-Cookie"), ";")
	return destination.Query().Get("lbid"), kept
}

const identification = `"visitor":{"data":{"$email":"ada@example.com","plan":"pro"}}`

func TestAttributesHaveTheFormThatAFlagAsksFor(t *testing.T) {
	for form, want := range map[string]string{"map": `{"plan":"pro"}`, "list": `[{"key":"plan","type":"VISITOR_ATTRIBUTE_TYPE_STRING","value":"pro"}]`} {
		p := start(t, t.TempDir(), "-linkbreakers-attributes", form)
		lbid, _ := track(t, p, "")
		status, answer := call(t, http.MethodPost, p.url+"/v1/visitor/identify", p.token(), `{"lbid":"`+lbid+`",`+identification+`}`)
		visitor, _ := answer["visitor"].(map[string]any)
		if got, err := json.Marshal(visitor["attributes"]); status != http.StatusOK || err != nil || string(got) != want {
			t.Errorf("%s: %d %s, %v", form, status, got, err)
		}
		p.terminate()
	}
}

// TestTheNextClickOfAnIdentifiedVisitorArrivesWithTheEMail follows a visitor by the cookie
// that a flag turns on, to a webhook whose target a flag allows.
func TestTheNextClickOfAnIdentifiedVisitorArrivesWithTheEMail(t *testing.T) {
	emails := make(chan string, 2)
	target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var sent struct {
			Data struct{ Visitor struct{ Email string } }
		}
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			t.Error(err)
		}
		emails <- sent.Data.Visitor.Email
	}))
	defer target.Close()
	p := start(t, t.TempDir(), "-visitor-cookie", "-allow-webhook-targets", "127.0.0.0/8")
	if status, answer := call(t, http.MethodPost, p.url+"/v1/webhooks", p.token(), `{"url":"`+target.URL+`","events":["link.scanned"],"active":true}`); status != http.StatusOK {
		t.Fatal(status, answer)
	}
	lbid, cookie := track(t, p, "")
	for _, want := range []string{"", "ada@example.com"} {
		select {
		case got := <-emails:
			if got != want {
				t.Errorf("the e-mail is %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Fatal("no delivery")
		}
		if want != "" {
			break
		}
		if status, answer := call(t, http.MethodPost, p.url+"/v1/visitor/identify", p.token(), `{"lbid":"`+lbid+`",`+identification+`}`); status != http.StatusOK {
			t.Fatal(status, answer)
		}
		track(t, p, cookie)
	}
}
