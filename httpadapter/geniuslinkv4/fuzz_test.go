package geniuslinkv4_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzRequests sends requests of all kinds. None may fail in the server.
func FuzzRequests(f *testing.F) {
	f.Add("/v4/links/metadata", "domain=go.example&code=a", "application/json", `{"code":"a"}`)
	f.Add("/v4/links/metadata/a.xml", "format=csv", "text/jsv", "{code:a,domain:[b,c]}")
	f.Add("/v4/links/metadata/list", "ids=1,2", "application/x-www-form-urlencoded", "ids=3")
	f.Add("/v4/links/list", "offset=1&limit=2&callback=f", "", "")
	f.Add("/v3/shorturls", "", "application/json", `{"url":"https://example.com/","note":["a"]}`)
	f.Add("/api/GetLinkMetadataRequest[]", "", "application/json", `[{"code":"a"},null]`)
	f.Add("/jsv/oneway/getuserlinksrequest", "", "application/jsv", "{}")
	sv := newServer(f, nil)
	f.Fuzz(func(t *testing.T, path, query, contentType, body string) {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.URL = &url.URL{Path: "/" + strings.TrimLeft(path, "/"), RawQuery: query}
		r.Header = map[string][]string{"X-Api-Key": {key}, "X-Api-Secret": {secret}, "Content-Type": {contentType}}
		recorder := httptest.NewRecorder()
		sv.ServeHTTP(recorder, r)
		if recorder.Code == 500 {
			t.Errorf("%s?%s %q: %d %s", path, query, body, recorder.Code, recorder.Body)
		}
	})
}
