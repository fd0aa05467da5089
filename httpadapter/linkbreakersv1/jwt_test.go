package linkbreakersv1_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// newSteppedServer returns a server on a store, and what moves its clock on.
func newSteppedServer(t testing.TB, store linkpack.Store) (sv *server, sleep func(time.Duration)) {
	t.Helper()
	var passed atomic.Int64
	clock := func() time.Time { return noon.Add(time.Duration(passed.Load())) }
	sv = newServerOn(t, store, &linkpack.Options{BaseURL: "https://go.example", Clock: clock}, nil)
	return sv, func(d time.Duration) { passed.Add(int64(d)) }
}

// jwt returns a token as somebody would make it who has a key.
func jwt(header, claims string, key []byte) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(header)) + "." + encode([]byte(claims))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// status returns how a request with a token is answered.
func (sv *server) status(t testing.TB, token string) int {
	t.Helper()
	answer, _ := sv.call(t, token, "GET", "/v1/tags", "")
	return answer.StatusCode
}

// newToken makes a secret token and returns it with its path.
func (sv *server) newToken(t testing.TB) (token, path string) {
	t.Helper()
	answer, got := sv.call(t, secret, "POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET"}`)
	if answer.StatusCode != 200 {
		t.Fatalf("making a token: %d %v", answer.StatusCode, got)
	}
	return got["accessToken"].(string), "/v1/workspace-tokens/" + got["token"].(map[string]any)["id"].(string)
}

func TestTokensThatWereNotMadeHereAreRefused(t *testing.T) {
	sv := newServer(t, nil)
	made, _ := sv.newToken(t)
	if got := sv.status(t, made); got != 200 {
		t.Fatalf("the token is answered %d", got)
	}
	parts := strings.Split(made, ".")
	decode := func(part string) string {
		plain, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			t.Fatal(err)
		}
		return string(plain)
	}
	header, claims, key := decode(parts[0]), decode(parts[1]), sv.shortener.Sign("workspace tokens", "")
	if jwt(header, claims, key) != made {
		t.Fatal("the test signs otherwise than the server")
	}
	unsigned := jwt(`{"alg":"none","typ":"JWT"}`, claims, key)
	unsigned = unsigned[:strings.LastIndex(unsigned, ".")+1]
	second := func(name string, at time.Time) string {
		return fmt.Sprintf(`%s,"%s":%d}`, strings.TrimSuffix(claims, "}"), name, at.Unix())
	}
	for name, forged := range map[string]string{
		"no algorithm":               jwt(`{"alg":"none","typ":"JWT"}`, claims, key),
		"no algorithm and signature": unsigned,
		"algorithm HS512":            jwt(`{"alg":"HS512","typ":"JWT"}`, claims, key),
		"algorithm RS256":            jwt(`{"alg":"RS256","typ":"JWT"}`, claims, key),
		"another key":                jwt(header, claims, []byte("another key")),
		"an empty key":               jwt(header, claims, nil),
		"no signature":               parts[0] + "." + parts[1],
		"an empty signature":         parts[0] + "." + parts[1] + ".",
		"a further part":             made + ".x",
		"another workspace":          jwt(header, strings.Replace(claims, `"default"`, `"others"`, 1), key),
		"another id":                 jwt(header, strings.Replace(claims, `"jti":"`, `"jti":"0`, 1), key),
		"expired":                    jwt(header, second("exp", noon.Add(-time.Hour)), key),
		"not expired":                jwt(header, second("exp", noon.Add(time.Hour)), key),
		"issued in the future":       jwt(header, strings.Replace(claims, `"iat":1773489630`, `"iat":1773493230`, 1), key),
		"nothing":                    "..",
	} {
		answer, got := sv.call(t, forged, "GET", "/v1/tags", "")
		if answer.StatusCode != 401 || got["codeType"] != "UNAUTHENTICATED" || answer.Header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %d %v", name, answer.StatusCode, got)
		}
	}
}

func TestATokenIsOneWorkspaces(t *testing.T) {
	sv := newServer(t, nil)
	token, path := sv.newToken(t)
	link := sv.make(t, `{"destination":"https://example.com/"}`)
	if answer, _ := sv.call(t, token, "GET", "/v1/links/"+link["id"].(string), ""); answer.StatusCode != 200 {
		t.Errorf("its own link is answered %d", answer.StatusCode)
	}
	for _, method := range []string{"GET", "DELETE"} {
		if answer, _ := sv.call(t, "others: "+secret, method, path, ""); answer.StatusCode != 404 {
			t.Errorf("%s of another workspace's token: %d", method, answer.StatusCode)
		}
	}
	_, theirs := sv.call(t, "others: "+secret, "POST", "/v1/links", `{"destination":"https://example.com/"}`)
	if answer, _ := sv.call(t, token, "GET", "/v1/links/"+theirs["link"].(map[string]any)["id"].(string), ""); answer.StatusCode != 404 {
		t.Errorf("another workspace's link is answered %d", answer.StatusCode)
	}
}

func TestATokenEnds(t *testing.T) {
	store := memory.New()
	sv, sleep := newSteppedServer(t, store)
	revoked, path := sv.newToken(t)
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("revoking: %d %v", answer.StatusCode, got)
	}
	if got := sv.status(t, revoked); got != 401 {
		t.Errorf("revoked: %d", got)
	}
	elsewhere, path := sv.newToken(t)
	if got := sv.status(t, elsewhere); got != 200 {
		t.Errorf("not revoked: %d", got)
	}
	id := path[strings.LastIndex(path, "/")+1:]
	if err := store.DeleteDocument(t.Context(), linkpack.KindToken, "default", id, nil); err != nil { // as another process does
		t.Fatal(err)
	}
	if got := sv.status(t, elsewhere); got != 401 {
		t.Errorf("revoked by another process: %d", got)
	}
	const ending = "a token with an end"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: ending, ExpiresAt: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{200, 401} {
		if got := sv.status(t, ending); got != want {
			t.Errorf("a token that ends: %d, want %d", got, want)
		}
		sleep(time.Hour)
	}
}
