package linkbreakersv1_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// newHooked returns a server that delivers webhooks, also to this machine.
func newHooked(t *testing.T) *server {
	t.Helper()
	sv := newServer(t, nil)
	sv.deliver(t)
	return sv
}

// deliver opens the webhooks of a server.
func (sv *server) deliver(t *testing.T) {
	t.Helper()
	hooks := openHooks(t, sv.shortener)
	var err error
	sv.Handler, err = httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkbreakersv1.New(&linkbreakersv1.Options{Webhooks: hooks})},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// openHooks opens webhooks, whose targets may be on this machine.
func openHooks(t *testing.T, s *linkpack.Shortener) *webhook.Webhooks {
	t.Helper()
	hooks, err := webhook.Open(t.Context(), s, &webhook.Options{
		Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hooks.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return hooks
}

// want fails the test unless a call is answered with a status. It returns the answer.
func (sv *server) want(t testing.TB, status int, method, path, body string) map[string]any {
	t.Helper()
	answer, got := sv.call(t, secret, method, path, body)
	if answer.StatusCode != status {
		t.Fatalf("%s %s %s: answered %d %v, want %d", method, path, body, answer.StatusCode, got, status)
	}
	return got
}

func TestWebhooksAreMadeInBothForms(t *testing.T) {
	sv := newHooked(t)
	for body, want := range map[string]map[string]string{
		`{"name":"hook","endpointUrl":"https://hooks.example/x","triggers":["KIND_INTERACTION"]}`: {
			"endpointUrl": "https://hooks.example/x", "url": "https://hooks.example/x", "name": "hook", "triggers": "[KIND_INTERACTION]",
			"events": "[form.submitted conversion visitor.identified]", "status": "WEBHOOK_STATUS_ACTIVE", "active": "true",
		},
		`{"name":"hook","endpointUrl":"https://hooks.example/x"}`: {
			"events": "[link.scanned link.clicked form.submitted conversion visitor.identified]", "triggers": "[]",
			"source": "WEBHOOK_SOURCE_LINKBREAKERS", "successCount": "0", "failureCount": "0",
		},
		`{"name":"hook","endpoint_url":"https://hooks.example/x","source":"WEBHOOK_SOURCE_ZAPIER","status":"WEBHOOK_STATUS_PAUSED"}`: {
			"source": "WEBHOOK_SOURCE_ZAPIER", "status": "WEBHOOK_STATUS_PAUSED", "active": "false",
		},
		`{"url":"https://hooks.example/x","events":["link.scanned","form.submitted"],"active":true}`: {
			"events": "[link.scanned form.submitted]", "triggers": "[]", "active": "true", "endpointUrl": "https://hooks.example/x",
		},
		`{"url":"https://hooks.example/x","events":["link.created"],"active":false}`: {"status": "WEBHOOK_STATUS_PAUSED"},
	} {
		made := sv.want(t, 200, "POST", "/v1/webhooks", body)
		for name, value := range want {
			if got := read(made, "webhook."+name); got != value {
				t.Errorf("%s: %s is %q, want %q", body, name, got, value)
			}
		}
		if !strings.HasPrefix(read(made, "webhook.secret"), "whsec_") {
			t.Errorf("%s: the secret is %q", body, read(made, "webhook.secret"))
		}
		id := read(made, "webhook.id")
		if shown := sv.want(t, 200, "GET", "/v1/webhooks/"+id, ""); read(shown, "webhook.secret") != "" || read(shown, "webhook.id") != id {
			t.Errorf("shown as %v", shown)
		}
	}
	if all := sv.want(t, 200, "GET", "/v1/webhooks", ""); len(all["webhooks"].([]any)) != 5 {
		t.Errorf("listed are %v", all)
	}
	if paused := sv.want(t, 200, "GET", "/v1/webhooks?status=WEBHOOK_STATUS_PAUSED", ""); len(paused["webhooks"].([]any)) != 2 {
		t.Errorf("paused are %v", paused)
	}
}

func TestWrongWebhooksAreRefusedByField(t *testing.T) {
	sv := newHooked(t)
	hook := read(sv.want(t, 200, "POST", "/v1/webhooks", `{"url":"https://hooks.example/x","events":["link.scanned"]}`), "webhook.id")
	for body, field := range map[string]string{
		`{}`:                                     "endpointUrl",
		`{"endpointUrl":"ftp://hooks.example/"}`: "endpointUrl", `{"url":"ftp://hooks.example/"}`: "url",
		`{"url":"http://169.254.169.254/"}`:                                "url",
		`{"url":"https://a.example/","endpointUrl":"https://a.example/"}`:  "url",
		`{"url":"https://a.example/","events":["link.eaten"]}`:             "events[0]",
		`{"url":"https://a.example/","events":"link.scanned"}`:             "events",
		`{"endpointUrl":"https://a.example/","triggers":["KIND_X"]}`:       "triggers[0]",
		`{"endpointUrl":"https://a.example/","status":"ACTIVE"}`:           "status",
		`{"endpointUrl":"https://a.example/","status":"active"}`:           "status",
		`{"endpointUrl":"https://a.example/","source":"WEBHOOK_SOURCE_X"}`: "source",
		`{"endpointUrl":"https://a.example/","linkId":"nobody"}`:           "linkId",
		`{"url":"https://a.example/","classes":["human","cat"]}`:           "classes[1]",
		`{"url":"https://a.example/","format":"morse"}`:                    "format",
		`{"url":"https://a.example/","active":"yes"}`:                      "active",
	} {
		for method, path := range map[string]string{"POST": "/v1/webhooks", "PATCH": "/v1/webhooks/" + hook} {
			if method == "PATCH" && body == "{}" {
				continue
			}
			answer, got := sv.call(t, secret, method, path, body)
			if answer.StatusCode != 400 || read(got, "details.0.field") != field {
				t.Errorf("%s %s: %d %v, want the field %s", method, body, answer.StatusCode, got, field)
			}
		}
	}
	if all := sv.want(t, 200, "GET", "/v1/webhooks", ""); len(all["webhooks"].([]any)) != 1 {
		t.Errorf("left are %v", all)
	}
}

func TestWebhooksChangeFieldByField(t *testing.T) {
	sv := newHooked(t)
	link := sv.make(t, `{"destination":"https://example.com/","id":"11111111-1111-4111-8111-111111111111"}`)["id"].(string)
	hook := "/v1/webhooks/" + read(sv.want(t, 200, "POST", "/v1/webhooks", `{"url":"https://hooks.example/x","events":["link.scanned"]}`), "webhook.id")
	for _, step := range []struct{ body, place, want string }{
		{`{"status":"WEBHOOK_STATUS_PAUSED"}`, "webhook.status", "WEBHOOK_STATUS_PAUSED"},
		{`{"name":"n"}`, "webhook.status", "WEBHOOK_STATUS_PAUSED"},
		{`{"active":null}`, "webhook.status", "WEBHOOK_STATUS_PAUSED"},
		{`{"active":true}`, "webhook.status", "WEBHOOK_STATUS_ACTIVE"},
		{`{"linkId":"` + link + `"}`, "webhook.linkId", link},
		{`{"triggers":["KIND_EXIT"]}`, "webhook.events", "[link.scanned link.clicked]"},
		{`{"linkId":""}`, "webhook.linkId", ""},
		{`{"events":["link.created"]}`, "webhook.triggers", "[]"},
		{`{"endpoint_url":"https://b.example/"}`, "webhook.url", "https://b.example/"},
		{`{"classes":["bot","human"]}`, "webhook.classes", "[bot human]"},
	} {
		if got := sv.want(t, 200, "PATCH", hook, step.body); read(got, step.place) != step.want {
			t.Errorf("%s: %s is %q, want %q", step.body, step.place, read(got, step.place), step.want)
		}
	}
	sv.want(t, 200, "DELETE", hook, "")
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		sv.want(t, 404, method, hook, `{}`)
	}
}

func TestDeliveriesAreSentAndListed(t *testing.T) {
	sv := newHooked(t)
	status, got := http.StatusInternalServerError, make(chan string, 10)
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got <- r.Header.Get("Webhook-Id")
		w.WriteHeader(status)
	}))
	defer target.Close()
	hook := "/v1/webhooks/" + read(sv.want(t, 200, "POST", "/v1/webhooks", `{"url":"`+target.URL+`","events":["link.created"]}`), "webhook.id")
	tested := sv.want(t, 200, "POST", hook+"/test", `{"event":"link.clicked"}`)
	if read(tested, "delivery.status") != "500" || read(tested, "delivery.id") != <-got || read(tested, "delivery.attempts") != "1" {
		t.Errorf("the test is %v", tested)
	}
	sv.want(t, 400, "POST", hook+"/test", `{"event":"link.eaten"}`)

	sv.make(t, `{"destination":"https://example.com/"}`)
	id := <-got
	var waiting map[string]any
	for read(waiting, "deliveries.0.id") != id { // until the failure is noted
		waiting = sv.want(t, 200, "GET", hook+"/deliveries?state=waiting&pageSize=1", "")
	}
	status = http.StatusOK
	again := sv.want(t, 200, "POST", hook+"/deliveries/"+id+"/send", "")
	if read(again, "delivery.state") != "delivered" || read(again, "delivery.id") != id {
		t.Errorf("sent again, it is %v", again)
	}
	if next := read(waiting, "nextPageToken"); next != "" {
		sv.want(t, 200, "GET", hook+"/deliveries?state=waiting&pageSize=1&pageToken="+next, "")
		sv.want(t, 400, "GET", hook+"/deliveries?pageSize=1&pageToken="+next, "") // of other states
	}
	sv.want(t, 404, "POST", hook+"/deliveries/nothing/send", "")
	sv.want(t, 400, "GET", hook+"/deliveries?state=lost", "")
	rotated := sv.want(t, 200, "POST", hook+"/rotate", `{"graceSeconds":60}`)
	if !strings.HasPrefix(read(rotated, "webhook.secret"), "whsec_") {
		t.Errorf("rotated to %v", rotated)
	}
	sv.want(t, 400, "POST", hook+"/rotate", `{"graceSeconds":-1}`)
	sv.want(t, 200, "POST", hook+"/rotate", "")
	if sent := sv.want(t, 200, "POST", hook+"/test", ""); read(sent, "delivery.event") != "link.scanned" {
		t.Errorf("without a body, the test is %v", sent)
	}
}

func TestWebhooksThatNobodyDeliversAreNotServed(t *testing.T) {
	sv := newServer(t, nil)
	for _, call := range [][2]string{{"GET", "/v1/webhooks"}, {"POST", "/v1/webhooks"}, {"PATCH", "/v1/webhooks/x"}} {
		sv.want(t, 501, call[0], call[1], `{}`)
	}
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/"}); err != nil {
		t.Error(err)
	}
}
