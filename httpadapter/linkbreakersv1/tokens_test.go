package linkbreakersv1_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
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
	path := "/v1/workspace-tokens/" + made["id"].(string)
	if answer, _ := sv.call(t, jwt, "GET", "/v1/links/none", ""); answer.StatusCode != 404 {
		t.Errorf("the token is answered %d", answer.StatusCode)
	}
	_, got = sv.call(t, secret, "GET", path, "")
	made["lastUsedAt"] = "2026-03-14T12:00:30Z"
	if text(t, got["token"]) != text(t, made) {
		t.Errorf("read as %v, made as %v", got, made)
	}
	_, got = sv.call(t, secret, "GET", "/v1/workspace-tokens", "")
	if list := got["tokens"].([]any); len(list) != 2 || strings.Contains(text(t, list), jwt) {
		t.Errorf("listed as %v", list)
	}
	for name, forged := range map[string]string{
		"without an algorithm": base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + jwt[strings.Index(jwt, "."):strings.LastIndex(jwt, ".")+1],
		"with another key":     jwt[:strings.LastIndex(jwt, ".")+1] + strings.Repeat("A", 43),
		"without a signature":  jwt[:strings.LastIndex(jwt, ".")],
	} {
		if answer, _ := sv.call(t, forged, "GET", "/v1/links/none", ""); answer.StatusCode != 401 {
			t.Errorf("a token %s is answered %d", name, answer.StatusCode)
		}
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

func TestPublishableTokensReadAndChangeNothing(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.make(t, `{"destination":"https://example.com/"}`)
	_, got := sv.call(t, secret, "POST", "/v1/workspace-tokens", `{"key_type":"WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE"}`)
	token := got["accessToken"].(string)
	if got["token"].(map[string]any)["keyType"] != "WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE" {
		t.Errorf("%v", got)
	}
	id := link["id"].(string)
	for _, try := range []struct{ method, path, body string }{
		{"GET", "/v1/links/" + id, ""}, {"PATCH", "/v1/links/" + id, `{"name":"x"}`}, {"DELETE", "/v1/links/" + id, ""},
		{"POST", "/v1/links", `{"destination":"https://example.com/"}`}, {"POST", "/v1/links/bulk", `{"links":[{"destination":"https://example.com/"}]}`},
		{"GET", "/v1/tags", ""}, {"DELETE", "/v1/tags?name=x", ""},
		{"GET", "/v1/workspace-tokens", ""}, {"POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET"}`},
	} {
		if answer, got := sv.call(t, token, try.method, try.path, try.body); answer.StatusCode != 403 || got["codeType"] != "PERMISSION_DENIED" {
			t.Errorf("%s %s: %d %v", try.method, try.path, answer.StatusCode, got)
		}
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

// damagedStore has one more link and token that cannot be read.
type damagedStore struct{ linkpack.Store }

func (d damagedStore) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := d.Store.ListLinks(ctx, query)
	return page, errors.Join(err, &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l1", Err: errors.New("a flipped bit")})
}

func (d damagedStore) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	found, err := d.Store.ListDocuments(ctx, kind, workspace, after, limit)
	return found, errors.Join(err, &linkpack.DamagedError{Kind: kind, ID: "d1", Err: errors.New("a flipped bit")})
}

func TestListsLeaveOutWhatIsDamaged(t *testing.T) {
	sv := newServerOn(t, damagedStore{memory.New()}, nil, nil)
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
