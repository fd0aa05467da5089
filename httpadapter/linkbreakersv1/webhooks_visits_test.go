package linkbreakersv1_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
)

// delivered is what the receiver of the document reads of a delivery.
type delivered struct {
	EventType string `json:"event_type"`
	Data      struct {
		Event   struct{ Trigger string }
		Visitor struct{ Email string }
		Form    map[string]any `json:"form_responses"`
	}
}

// TestTheReceiverOfTheDocumentGetsTheEMailOfAVisitor makes a webhook as the document does.
// It gets scans and clicks as link.scanned, and the e-mail once the visitor, who is known
// by a cookie, was identified.
func TestTheReceiverOfTheDocumentGetsTheEMailOfAVisitor(t *testing.T) {
	sv := newServer(t, nil)
	hooks := openHooks(t, sv.shortener)
	handler, err := httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkbreakersv1.New(&linkbreakersv1.Options{Webhooks: hooks})}, VisitorCookie: &http.Cookie{Name: "visitor"},
	})
	if err != nil {
		t.Fatal(err)
	}
	sv.Handler = handler
	got := make(chan delivered, 10)
	target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var d delivered
		if json.NewDecoder(r.Body).Decode(&d) == nil {
			got <- d
		}
	}))
	defer target.Close()
	sv.want(t, 200, "POST", "/v1/webhooks", `{"url":"`+target.URL+`","events":["link.scanned","form.submitted"],"active":true}`)
	code := read(sv.make(t, `{"destination":"https://example.com/","conversionTracking":true}`), "shortlink")

	lbid, cookies := visitWith(t, handler, "/"+code, nil)
	if d := <-got; d.EventType != "link.scanned" || d.Data.Event.Trigger != "click" || d.Data.Visitor.Email != "" {
		t.Errorf("the first visit is %+v", d)
	}
	sv.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":{"$email":"ada@example.com"}}}`)
	visitWith(t, handler, "/"+code+"?qr=1", cookies)
	if d := <-got; d.EventType != "link.scanned" || d.Data.Event.Trigger != "scan" || d.Data.Visitor.Email != "ada@example.com" {
		t.Errorf("the next visit is %+v", d)
	}
	sv.want(t, 200, "POST", "/v1/conversions", `{"lbid":"`+lbid+`","kind":"form.submitted","formResponses":{"company":"Engines"}}`)
	if d := <-got; d.EventType != "form.submitted" || d.Data.Form["company"] != "Engines" || d.Data.Visitor.Email != "ada@example.com" {
		t.Errorf("the form is %+v", d)
	}
}

// visitWith visits a link as a person with cookies. It returns the lbid and the cookies.
func visitWith(t *testing.T, handler http.Handler, path string, cookies []*http.Cookie) (lbid string, set []*http.Cookie) {
	t.Helper()
	r := httptest.NewRequest("GET", "https://go.example"+path, http.NoBody)
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	location, err := url.Parse(w.Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return location.Query().Get("lbid"), w.Result().Cookies()
}
