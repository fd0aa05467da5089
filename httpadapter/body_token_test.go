package httpadapter_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestATokenInTheBody(t *testing.T) {
	inBody := route("POST", "/v1/beacon", echo)
	inBody.BodyToken, inBody.MaxBody = true, 200
	h := newAPI(t, httpadapter.Options{}, inBody, route("POST", "/v1/other", echo))
	body := `{"token":"` + secret + `","text":"hello"}`
	for name, try := range map[string]struct {
		path, body string
		headers    []string
		status     int
	}{
		"as plain text":        {"/v1/beacon", body, []string{"Content-Type: text/plain;charset=UTF-8"}, 200},
		"as JSON":              {"/v1/beacon", body, []string{"Content-Type: application/json"}, 200},
		"without a type":       {"/v1/beacon", body, nil, 200},
		"in the header":        {"/v1/beacon", `{"text":"hello"}`, []string{"Authorization: Bearer " + secret}, 200},
		"the header wins":      {"/v1/beacon", body, []string{"Authorization: Bearer wrong"}, 401},
		"a wrong one":          {"/v1/beacon", `{"token":"wrong"}`, nil, 401},
		"none":                 {"/v1/beacon", `{}`, nil, 401},
		"in what is no JSON":   {"/v1/beacon", body[1:], nil, 401},
		"no JSON, authorized":  {"/v1/beacon", "text", []string{"Authorization: Bearer " + secret, "Content-Type: text/plain"}, 400},
		"as a form":            {"/v1/beacon", body, []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		"in a large body":      {"/v1/beacon", body + strings.Repeat(" ", 200), nil, 413},
		"of a route without":   {"/v1/other", body, nil, 401},
		"plain text elsewhere": {"/v1/other", body, []string{"Authorization: Bearer " + secret, "Content-Type: text/plain"}, 415},
		"with line breaks":     {"/v1/beacon", `{"token":"a\r\nX: y"}`, nil, 401},
	} {
		t.Run(name, func(t *testing.T) {
			answer, text := send(h, "POST", try.path, try.body, try.headers...)
			if answer.StatusCode != try.status || try.status == 200 && !strings.Contains(text, "hello") {
				t.Errorf("%d %s, want %d", answer.StatusCode, text, try.status)
			}
		})
	}
}

func TestAPublishableTokenHasAQuotaForEachAddress(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	for name, publishable := range map[string]bool{"page": true, "server": false} {
		token := linkpack.Token{Secret: secret + name, Scope: linkpack.Scope{Publishable: publishable}}
		if _, err := s.CreateToken(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	api := limitedTo(httpadapter.Limit{Requests: 1, Window: time.Minute}, dialect("one", route("GET", "/v1/who", whoami)))
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{api}, ClientAddressHeader: "X-Client"})
	for _, try := range []struct {
		token, addr string
		status      int
	}{
		{"page", "192.0.2.1", 200}, {"page", "192.0.2.1", 429}, {"page", "192.0.2.2", 200},
		{"page", "2001:db8::1", 200}, {"page", "2001:db8::2", 429},
		{"server", "192.0.2.1", 200}, {"server", "192.0.2.2", 429},
	} {
		answer, _ := send(h, http.MethodGet, "/v1/who", "", "Authorization: Bearer "+secret+try.token, "X-Client: "+try.addr)
		if answer.StatusCode != try.status {
			t.Errorf("%s from %s: %d, want %d", try.token, try.addr, answer.StatusCode, try.status)
		}
	}
}
