package linkbreakersv1_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestWorkspaceTokens(t *testing.T) {
	sv := newServer(t, nil)
	answer, got := sv.call(t, secret, "POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET","name":"ci"}`)
	if answer.StatusCode != 200 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	jwt := got["accessToken"].(string)
	var claims map[string]any
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(jwt, ".")[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims["sub"] != "default" || claims["iat"] != 1773489630.0 {
		t.Errorf("claims %s, %v", payload, err)
	}
	made := got["token"].(map[string]any)
	if who, err := sv.shortener.Authenticate(t.Context(), secret); err != nil || made["createdBy"] != who.Token {
		t.Errorf("made by %v, not by %v, %v", made["createdBy"], who.Token, err)
	}
	path := "/v1/workspace-tokens/" + made["id"].(string)
	if answer, _ := sv.call(t, jwt, "GET", "/v1/links/none", ""); answer.StatusCode != 404 {
		t.Errorf("the token is answered %d", answer.StatusCode)
	}
	_, got = sv.call(t, secret, "GET", path, "")
	made["lastUsedAt"], made["requestsPerDay"] = "2026-03-14T12:00:30Z", map[string]any{"2026-03-14": 1.0}
	if text(t, got["token"]) != text(t, made) {
		t.Errorf("read as %v, made as %v", got, made)
	}
	_, got = sv.call(t, secret, "GET", "/v1/workspace-tokens", "")
	if list := got["tokens"].([]any); len(list) != 2 || strings.Contains(text(t, list), jwt) {
		t.Errorf("listed as %v", list)
	}
	if answer, _ := sv.call(t, "others: "+secret, "DELETE", path, ""); answer.StatusCode != 404 {
		t.Errorf("another workspace's token: %d", answer.StatusCode)
	}
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("revoking: %d %v", answer.StatusCode, got)
	}
	if answer, _ := sv.call(t, jwt, "GET", "/v1/links/none", ""); answer.StatusCode != 401 {
		t.Errorf("a revoked token is answered %d", answer.StatusCode)
	}
}

func TestKindsOfTokens(t *testing.T) {
	sv := newServer(t, nil)
	for _, body := range []string{`{}`, `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_UNSPECIFIED"}`, `{"keyType":5}`, `{"keyType":"secret"}`} {
		answer, got := sv.call(t, secret, "POST", "/v1/workspace-tokens", body)
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"keyType"`) {
			t.Errorf("%s: %d %v", body, answer.StatusCode, got)
		}
	}
}

func TestListsLeaveOutWhatIsDamaged(t *testing.T) {
	sv := newServerOn(t, linkpacktest.DamagedStore{Store: memory.New()}, nil, nil)
	sv.make(t, `{"destination":"https://example.com/","tags":["spring"]}`)
	for _, try := range []struct{ method, path, want string }{
		{"GET", "/v1/tags", `"name":"spring"`}, {"GET", "/v1/workspace-tokens", `"keyType"`}, {"DELETE", "/v1/tags?name=spring", "{}"},
	} {
		answer, got := sv.call(t, secret, try.method, try.path, "")
		if answer.StatusCode != 200 || answer.Header.Get("Damaged-Records") != "1" || !strings.Contains(text(t, got), try.want) {
			t.Errorf("%s %s: %d %v", try.method, try.path, answer.StatusCode, got)
		}
	}
}
