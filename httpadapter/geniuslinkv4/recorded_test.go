package geniuslinkv4_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
)

// recorded is a request that a real client sent: @servicestack/client 2.1.13 or the
// script for browsers of the service.
type recorded struct {
	Label, Method, Path, Query, Body string
	Headers                          map[string]string
}

// readRecorded reads testdata/requests.jsonl.
func readRecorded(t *testing.T) (requests []recorded) {
	t.Helper()
	file, err := os.Open("testdata/requests.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var r recorded
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		requests = append(requests, r)
	}
	return requests
}

// TestRecordedRequests sends what real clients sent to a server with a link "abc" on
// the domain geni.us. Their keys and secrets are those of the tests.
func TestRecordedRequests(t *testing.T) {
	for _, secretsInQuery := range []bool{true, false} {
		sv := newServer(t, &geniuslinkv4.Options{SecretsInQuery: secretsInQuery})
		sv.own(t, "geni.us")
		sv.create(t, linkpack.Link{Domain: "geni.us", ShortCode: "abc", Destination: "https://shop.example/"})
		for _, r := range readRecorded(t) {
			status, want := expected(r, secretsInQuery)
			var h header
			for name, value := range r.Headers {
				h = append(h, [2]string{name, value})
			}
			answer, got := sv.call(t, h, r.Method, r.Path+"?"+r.Query, r.Body)
			if answer.StatusCode != status || !strings.Contains(got, want) {
				t.Errorf("%s, secrets in the query %v: %d %s, want %d %s", r.Label, secretsInQuery, answer.StatusCode, got, status, want)
			}
		}
	}
}

// expected returns the status of a recorded request, and a part of its answer.
func expected(r recorded, secretsInQuery bool) (status int, part string) {
	inQuery := strings.Contains(r.Query, "apiKey=")
	switch {
	case inQuery && !secretsInQuery:
		return 401, "Options.SecretsInQuery"
	case !inQuery && r.Headers["X-Api-Key"] == "":
		return 401, `"errorCode":"Unauthorized"`
	case r.Path == "/v3/shorturls":
		return 200, "{ShortUrl:{Code:"
	case !strings.Contains(strings.ToLower(r.Query+r.Body), "domain"):
		return 400, "fieldName:domain"
	case strings.Contains(r.Query+r.Body, "abc"):
		return 200, "destinationUrl"
	default:
		return 404, "NotFound"
	}
}
