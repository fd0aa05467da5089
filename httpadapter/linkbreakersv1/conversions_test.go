package linkbreakersv1_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// shop is a server with a publishable token, a tracked link and a click on it.
type shop struct {
	http.Handler
	*linkpacktest.Kit
	link *linkpack.Link
	lbid string
}

// pageToken is the token in the pages of the shop.
const pageToken = "a token that everyone can read"

func newShop(t *testing.T) *shop {
	t.Helper()
	kit := linkpacktest.New(t)
	for _, token := range []linkpack.Token{
		{Secret: pageToken, Scope: linkpack.Scope{Publishable: true}}, {Secret: "a token that may read alone", Scope: linkpack.Scope{Rights: linkpack.MayRead}},
	} {
		if _, err := kit.CreateToken(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	h, err := httpadapter.New(kit.Shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkbreakersv1.New(nil)}, ConversionCookie: &http.Cookie{Domain: "shop.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{Handler: h, Kit: kit, link: kit.NewLink(linkpack.Link{Destination: "https://www.shop.example/", TrackConversions: true})}
	res, err := kit.Visit(s.link).Resolve()
	if err == nil {
		err = kit.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.lbid = res.LBID()
	return s
}

// beacon sends a body as a page does, with headers.
func (s *shop) beacon(body string, headers ...string) *http.Response {
	return s.beaconTo("/v1/conversions", body, headers...)
}

func (s *shop) beaconTo(path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "https://go.shop.example"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	r.Header.Set("Origin", "https://www.shop.example")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// converted returns what the log has.
func (s *shop) converted(t *testing.T) (all []analytics.ConversionFacts) {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for click, err := range s.Export(t.Context(), linkpack.ClickQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if click.Class == analytics.Conversion {
			all = append(all, *click.Converted)
		}
	}
	return all
}

func TestAPageRecordsAConversion(t *testing.T) {
	s := newShop(t)
	answer := s.beacon(`{"token":"` + pageToken + `","lbid":"` + s.lbid + `","kind":"form.submitted","value":1.5,"currency":"chf",
		"form_responses":{"name":"Ann"},"properties":{"plan":"pro"}}`)
	var got struct {
		Conversion struct{ ID, Kind, CreatedAt string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || answer.StatusCode != 200 || answer.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%d %v, %v", answer.StatusCode, answer.Header, err)
	}
	all := s.converted(t)
	if len(all) != 1 {
		t.Fatalf("%d conversions", len(all))
	}
	f := all[0]
	if f.Kind != "form.submitted" || f.Value != 1.5 || f.Currency != "CHF" || string(f.FormResponses) != `{"name":"Ann"}` || string(f.Properties) != `{"plan":"pro"}` {
		t.Errorf("recorded %+v", f)
	}
	if got.Conversion.ID == "" || got.Conversion.Kind != "form.submitted" || got.Conversion.CreatedAt != "2026-01-05T12:00:00Z" {
		t.Errorf("answered %+v", got)
	}
}

func TestTheCookieNamesTheClickUnlessTheBodyDoes(t *testing.T) {
	s := newShop(t)
	other, err := s.Visit(s.link).Resolve()
	if err == nil {
		err = s.Record(t.Context(), other)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{`"kind":"a"`, `"kind":"b","lbid":""`, `"kind":"c","lbid":null`, `"kind":"d","lbid":"` + other.LBID() + `"`} {
		if answer := s.beacon(`{"token":"`+pageToken+`",`+body+`}`, "Cookie: lbid="+s.lbid); answer.StatusCode != 200 {
			t.Errorf("%s: %d", body, answer.StatusCode)
		}
	}
	for _, f := range s.converted(t) {
		want := s.lbid
		if f.Kind == "d" {
			want = other.LBID()
		}
		if got := linkpack.LBID(f.Click); got != want {
			t.Errorf("%s is of the click %s, want %s", f.Kind, got, want)
		}
	}
}

func TestConversionsThatAreRefused(t *testing.T) {
	s := newShop(t)
	if answer := s.beacon(`{"token":"` + pageToken + `","lbid":"` + s.lbid + `","kind":"purchase","id":"7"}`); answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode)
	}
	for name, try := range map[string]struct {
		body   string // after the token
		header string
		status int
		says   string
	}{
		"another body for the same id":   {`"lbid":"` + s.lbid + `","kind":"purchase","id":"7","value":1`, "", 409, "this id"},
		"a negative value":               {`"lbid":"` + s.lbid + `","kind":"purchase","value":-1`, "", 400, `"field":"value"`},
		"a value beyond numbers":         {`"lbid":"` + s.lbid + `","kind":"purchase","value":1e999`, "", 400, `"field":"value"`},
		"a value in quotes":              {`"lbid":"` + s.lbid + `","kind":"purchase","value":"1"`, "", 400, `"field":"value"`},
		"an unknown currency":            {`"lbid":"` + s.lbid + `","kind":"purchase","currency":"EURO"`, "", 400, `"field":"currency"`},
		"properties over 8 KB":           {`"lbid":"` + s.lbid + `","kind":"a","properties":{"a":"` + strings.Repeat("x", 9000) + `"}`, "", 400, `"field":"properties"`},
		"form responses over 8 KB":       {`"lbid":"` + s.lbid + `","kind":"a","formResponses":"` + strings.Repeat("x", 9000) + `"`, "", 400, "8192"},
		"a body over 32 KB":              {`"lbid":"` + s.lbid + `","kind":"a","properties":{"a":"` + strings.Repeat("x", 33000) + `"}`, "", 413, "32768"},
		"no lbid and no cookie":          {`"kind":"a"`, "", 400, `"field":"lbid"`},
		"a truncated lbid":               {`"lbid":"` + s.lbid[:20] + `","kind":"a"`, "", 400, `"field":"lbid"`},
		"a forged lbid":                  {`"lbid":"AZJhM2Zxc8OPpvxP0sWZJQ","kind":"a"`, "", 404, "the click was removed"},
		"a forged cookie":                {`"kind":"a"`, "Cookie: lbid=AZJhM2Zxc8OPpvxP0sWZJQ", 404, "not found"},
		"a cookie of something else":     {`"kind":"a"`, "Cookie: lbid=x", 400, `"field":"lbid"`},
		"the same field twice":           {`"lbid":"` + s.lbid + `","kind":"a","formResponses":{},"form_responses":{}`, "", 400, `"field":"formResponses"`},
		"another content type":           {`"lbid":"` + s.lbid + `","kind":"a"`, "Content-Type: application/x-www-form-urlencoded", 415, ""},
		"a token that may only read":     {`"lbid":"` + s.lbid + `","kind":"a"`, "Authorization: Bearer a token that may read alone", 403, ""},
		"a wrong token before the right": {`"lbid":"` + s.lbid + `","kind":"a"`, "Authorization: Bearer wrong", 401, ""},
	} {
		t.Run(name, func(t *testing.T) {
			headers := []string{"Accept: */*"}
			if try.header != "" {
				headers = append(headers, try.header)
			}
			answer := s.beacon(`{"token":"`+pageToken+`",`+try.body+`}`, headers...)
			said, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != try.status || !strings.Contains(string(said), try.says) {
				t.Errorf("%d %s, %v; want %d and %q", answer.StatusCode, said, err, try.status, try.says)
			}
		})
	}
	if all := s.converted(t); len(all) != 1 {
		t.Errorf("%d conversions are recorded", len(all))
	}
}

func TestTheScriptOfConversions(t *testing.T) {
	s := newShop(t)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://go.shop.example/v1/conversions.js", nil))
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/javascript; charset=utf-8" || w.Body.Len() >= 1000 || !strings.Contains(w.Body.String(), "sendBeacon") {
		t.Errorf("%d %v, %d bytes", w.Code, w.Header(), w.Body.Len())
	}
}

func TestWhoeverNamesAnUnknownClickIsToldWhy(t *testing.T) {
	s := newShop(t)
	answer := s.beaconTo("/v1/visitor/identify", `{"token":"`+pageToken+`","lbid":"AZJhM2Zxc8OPpvxP0sWZJQ","visitor":{"data":{"city":"Ulm"}}}`)
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 404 || !strings.Contains(string(said), "the click was removed") {
		t.Errorf("%d %s, %v", answer.StatusCode, said, err)
	}
}
