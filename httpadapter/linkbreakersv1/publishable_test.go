package linkbreakersv1_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
)

func TestPublishableTokensAreRefusedByEveryRouteForSecretOnes(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.make(t, `{"destination":"https://example.com/"}`)
	_, got := sv.call(t, secret, "POST", "/v1/workspace-tokens", `{"key_type":"WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE"}`)
	token := got["accessToken"].(string)
	if got["token"].(map[string]any)["keyType"] != "WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE" {
		t.Errorf("made %v", got)
	}
	before, err := sv.shortener.Usage(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	variable := regexp.MustCompile(`\{[^}]+\}`)
	const body = `{"destination":"https://example.com/","links":[{"destination":"https://example.com/"}],"name":"a.example","keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET"}`
	for _, route := range linkbreakersv1.New(nil).Routes(sv.shortener) {
		if route.Path == "/v1/conversions.js" {
			continue // whose answer is no JSON
		}
		path := variable.ReplaceAllString(route.Path, link["id"].(string))
		answer, got := sv.call(t, token, route.Method, path+"?name=x", body)
		open := route.Public || route.BodyToken || route.Method == http.MethodGet && strings.HasPrefix(path, "/v1/public/")
		if open == (answer.StatusCode == http.StatusForbidden) || answer.StatusCode == http.StatusForbidden && got["codeType"] != "PERMISSION_DENIED" {
			t.Errorf("%s %s: %d %v", route.Method, path, answer.StatusCode, got)
		}
	}
	if after, err := sv.shortener.Usage(t.Context(), ""); err != nil || *after != *before {
		t.Errorf("there were %+v, and are %+v, %v", before, after, err)
	}
}
