package geniuslinkv4_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestBadRequests(t *testing.T) {
	sv := newServer(t, nil)
	sv.create(t, linkpack.Link{Workspace: "others", ShortCode: "other", Destination: "https://shop.example/"})
	const get = "/v4/links/metadata"
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		want               string // in the answer
	}{
		"an unknown code":         {"GET", get + "?domain=go.example&code=none", "", 404, `"errorCode":"NotFound"`},
		"an unknown domain":       {"GET", get + "?domain=no.example&code=none", "", 404, `"errorCode":"NotFound"`},
		"another's link":          {"GET", get + "?domain=go.example&code=other", "", 404, `"errorCode":"NotFound"`},
		"nothing":                 {"GET", get, "", 400, `"fieldName":"domain","message":"is required"},{"errorCode":"Invalid","fieldName":"code"`},
		"no code":                 {"GET", get + "?domain=go.example", "", 400, `"fieldName":"code"`},
		"a parameter twice":       {"GET", get + "?domain=go.example&code=a&code=b", "", 400, `"fieldName":"code","message":"is sent twice"`},
		"in two spellings":        {"GET", get + "?domain=go.example&code=a&Code=b", "", 400, `"message":"is sent twice"`},
		"in query and body":       {"POST", get + "?domain=go.example&code=a", `{"code":"b"}`, 400, `"fieldName":"code","message":"is sent twice"`},
		"a malformed query":       {"GET", get + "?%zz", "", 400, "the query is malformed"},
		"an unknown format":       {"GET", get + "?domain=go.example&code=a&format=yaml", "", 406, `"errorCode":"NotAcceptable"`},
		"a page":                  {"GET", "/html/reply/GetLinkMetadataRequest", "", 406, `"errorCode":"NotAcceptable"`},
		"an unknown suffix":       {"GET", get + ".yaml", "", 406, `no format \"yaml\"`},
		"an unknown request":      {"GET", "/api/GetWeatherRequest", "", 404, "there is no such request"},
		"making by GET":           {"GET", "/api/CreateShortUrlRequest?url=https://a.example/", "", 405, `"errorCode":"MethodNotAllowed"`},
		"bad JSON":                {"POST", get, `{"code"`, 400, "the body is not valid JSON"},
		"more JSON":               {"POST", get, `{} {}`, 400, "the body has more after its JSON value"},
		"a brace too many":        {"POST", "/v3/shorturls", `{"url":"https://a.example/"}}x`, 400, "after its JSON value"},
		"two values in JSON":      {"POST", "/v3/shorturls", `{"url":["https://a.example/x","https://b.example/"]}`, 400, `"fieldName":"url","message":"must be one value"`},
		"many requests":           {"POST", "/api/GetUserLinksRequest[]", "[" + strings.Repeat("{},", 100) + "{}]", 400, "has more than 100 requests"},
		"several links at once":   {"POST", "/api/CreateShortUrlRequest[]", `[{"url":"https://a.example/"}]`, 501, "CreateShortUrlRequest[] is not served"},
		"a suffix after a code":   {"GET", get + "/summer.yaml", "", 406, `no format \"yaml\"`},
		"a suffix after a list":   {"GET", get + "/list.yaml", "", 406, `no format \"yaml\"`},
		"a list that fails":       {"GET", "/v4/links/list?limit=x", "", 400, `"status":{"errorCode":"ArgumentException"`},
		"a list":                  {"POST", get, `[{}]`, 400, "the body must not be a list"},
		"no list":                 {"POST", "/api/GetLinkMetadataRequest[]", `{}`, 400, "the body must be a list"},
		"a text":                  {"POST", get, `"a"`, 400, "the body must be an object"},
		"an object in an object":  {"POST", get, `{"code":{}}`, 400, `"fieldName":"code","message":"must not be an object"`},
		"no numbers":              {"GET", get + "/list?ids=a,b", "", 400, `"fieldName":"ids"`},
		"no ids":                  {"GET", get + "/list", "", 400, `"fieldName":"ids","message":"is required"`},
		"too many ids":            {"GET", get + "/list?ids=" + strings.Repeat("1,", 100) + "1", "", 400, "more than 100"},
		"a negative offset":       {"GET", "/v4/links/list?offset=-1", "", 400, `"fieldName":"offset"`},
		"a limit of 101":          {"GET", "/v4/links/list?limit=101", "", 400, `"fieldName":"limit"`},
		"another workspace":       {"GET", "/v4/links/list?username=others", "", 400, `"fieldName":"username"`},
		"no URL":                  {"POST", "/v3/shorturls", `{}`, 400, `"fieldName":"url","message":"is required"`},
		"a URL that is none":      {"POST", "/v3/shorturls", `{"url":"javascript:x"}`, 400, `"fieldName":"url"`},
		"a domain of nobody":      {"POST", "/v3/shorturls", `{"url":"https://a.example/","domain":"no.example"}`, 400, `"fieldName":"domain"`},
		"an unknown setting":      {"POST", "/v3/shorturls", `{"url":"https://a.example/","linkCreatorSetting":"Odd"}`, 400, `"fieldName":"linkCreatorSetting"`},
		"an operation not served": {"GET", "/v3/tracking-pixels", "", 501, "GET /v3/tracking-pixels is not served"},
		"types":                   {"GET", "/types/typescript", "", 501, "GET /types/typescript is not served"},
		"metadata":                {"GET", "/metadata", "", 501, "GET /metadata is not served"},
		"an unknown path":         {"GET", "/v4/weather", "", 404, `"errorCode":"NotFound"`},
		"JSONP":                   {"GET", get + "?domain=go.example&code=a&callback=f", "", 400, `"fieldName":"callback"`},
	} {
		t.Run(name, func(t *testing.T) {
			answer, got := sv.call(t, signed(), test.method, test.path, test.body)
			if answer.StatusCode != test.status || !strings.Contains(got, test.want) || !json.Valid([]byte(got)) {
				t.Errorf("%d %s, want %d %s", answer.StatusCode, got, test.status, test.want)
			}
		})
	}
}

func TestBadBodiesOfOtherTypes(t *testing.T) {
	sv := newServer(t, nil)
	for name, test := range map[string]struct {
		contentType, body string
		status            int
		want              string
	}{
		"malformed JSV":      {"text/jsv", "{a:", 400, "malformed JSV"},
		"nested JSV":         {"text/jsv", strings.Repeat("[", 1000), 400, "malformed JSV"},
		"a malformed form":   {"application/x-www-form-urlencoded", "%zz", 400, "malformed form"},
		"a form with XML":    {"application/xml", "<a/>", 415, "the Content-Type must be"},
		"JSV that is a text": {"application/jsv", "abc", 400, "must be an object"},
		"a large body":       {"text/jsv", "{a:" + strings.Repeat("b", 10<<20) + "}", 413, "is larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			answer, got := sv.call(t, signed([2]string{"Content-Type", test.contentType}), "POST", "/v4/links/metadata", test.body)
			if answer.StatusCode != test.status || !strings.Contains(got, test.want) {
				t.Errorf("%d %s", answer.StatusCode, got)
			}
		})
	}
}

func TestFaultsAreToldInEachFormat(t *testing.T) {
	sv := newServer(t, nil)
	for format, want := range map[string]string{
		"jsv":   `{responseStatus:{errorCode:ArgumentException,message:"domain: is required",errors:[{errorCode:Invalid,fieldName:domain,message:is required}]}}`,
		"json":  `{"responseStatus":{"errorCode":"ArgumentException","message":"domain: is required","errors":[{"errorCode":"Invalid","fieldName":"domain","message":"is required"}]}}`,
		"xml":   `<ResponseStatus xmlns:d2p1="http://schemas.servicestack.net/types"><d2p1:ErrorCode>ArgumentException</d2p1:ErrorCode>`,
		"csv":   "errorCode,message,errors\r\nArgumentException,domain: is required,",
		"jsonl": `{"responseStatus":`,
	} {
		answer, got := sv.call(t, signed(), "GET", "/v4/links/metadata?code=a&format="+format, "")
		if answer.StatusCode != 400 || !strings.Contains(got, want) {
			t.Errorf("%s: %d %s", format, answer.StatusCode, got)
		}
	}
}

func TestKeys(t *testing.T) {
	const inQuery = "/v4/links/metadata/a?apiKey=the+key&apiSecret=the+secret+of+the+tests"
	for name, test := range map[string]struct {
		inQuery bool
		headers header
		path    string
		status  int
		want    string
	}{
		"key and secret":      {false, signed(), "/v4/links/metadata/a", 200, ""},
		"none":                {false, nil, "/v4/links/metadata/a", 401, `{"responseStatus":{"errorCode":"Unauthorized","message":"missing or invalid API key","errors":[]}}`},
		"a wrong secret":      {false, header{{"X-Api-Key", key}, {"X-Api-Secret", "wrong"}}, "/v4/links/metadata/a", 401, "Unauthorized"},
		"a secret alone":      {false, header{{"X-Api-Secret", secret}}, "/v4/links/metadata/a", 401, "Unauthorized"},
		"both in the secret":  {false, header{{"X-Api-Secret", key + ":" + secret}}, "/v4/links/metadata/a", 401, "Unauthorized"},
		"a very long key":     {false, header{{"X-Api-Key", strings.Repeat("k", 1000)}, {"X-Api-Secret", secret}}, "/v4/links/metadata/a", 401, "Unauthorized"},
		"in the query":        {true, nil, inQuery, 200, ""},
		"not in the query":    {false, nil, inQuery, 401, "Options.SecretsInQuery"},
		"headers come first":  {true, header{{"X-Api-Key", key}, {"X-Api-Secret", "wrong"}}, inQuery, 401, "Unauthorized"},
		"of a sub-account":    {false, signed([2]string{"X-Impersonate", "sub"}), "/v4/links/metadata/a", 501, "X-Impersonate is not served"},
		"a bearer token also": {false, signed([2]string{"Authorization", "Bearer tok"}), "/v4/links/metadata/a", 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			sv := newServer(t, &geniuslinkv4.Options{SecretsInQuery: test.inQuery})
			sv.create(t, linkpack.Link{ShortCode: "a", Destination: "https://shop.example/"})
			answer, got := sv.call(t, test.headers, "GET", test.path, "")
			if answer.StatusCode != test.status || !strings.Contains(got, test.want) {
				t.Errorf("%d %s", answer.StatusCode, got)
			}
			if strings.Contains(got, secret) {
				t.Errorf("the answer has the secret: %s", got)
			}
		})
	}
}

func TestJSONP(t *testing.T) {
	sv := newServer(t, &geniuslinkv4.Options{SecretsInQuery: true})
	sv.create(t, linkpack.Link{ShortCode: "a", Destination: "https://shop.example/", Notes: "a\u2028b"})
	const path = "/v4/links/metadata/a?apiKey=the+key&apiSecret=the+secret+of+the+tests&callback="
	answer, got := sv.call(t, nil, "GET", path+"jQuery1.done", "")
	if answer.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.HasPrefix(got, `/**/jQuery1.done({"data":`) ||
		!strings.HasSuffix(got, "});") || strings.Contains(got, "\u2028") {
		t.Errorf("%s %s", answer.Header.Get("Content-Type"), got)
	}
	for _, name := range []string{"alert(1)//", "a.", "1a", "a-b", "<script>", strings.Repeat("a", 101)} {
		answer, got = sv.call(t, nil, "GET", path+name, "")
		if answer.StatusCode != 400 || !strings.Contains(got, `"fieldName":"callback"`) || strings.HasPrefix(got, "/**/") {
			t.Errorf("%s: %d %s", name, answer.StatusCode, got)
		}
	}
}
