package httpadapter_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// withLogin returns an API whose users are known by a cookie, a password, a header
// or a client certificate.
func withLogin(t *testing.T, allowed ...string) http.Handler {
	return newAPI(t, httpadapter.Options{
		AllowedOrigins: allowed,
		Authenticate: func(*http.Request) (linkpack.Principal, error) {
			return linkpack.Principal{Workspace: linkpack.DefaultWorkspace, User: "anna"}, nil
		},
	}, route("POST", "/api/things", whoami), route("GET", "/api/things", whoami), route("PUT", "/api/things", whoami),
		route("PATCH", "/api/things", whoami), route("DELETE", "/api/things", whoami))
}

func TestPagesOfOtherSitesCannotUseALogin(t *testing.T) {
	const cookie = "Cookie: session=s3ss10n"
	for name, c := range map[string]struct {
		allowed []string
		method  string
		headers []string
		want    int
	}{
		"a cross-site form":             {nil, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 403},
		"a form of a sister site":       {nil, "POST", []string{cookie, "Sec-Fetch-Site: same-site", "Origin: https://shop.short.test"}, 403},
		"an old browser":                {nil, "POST", []string{cookie, "Origin: https://evil.example"}, 403},
		"a page without origin":         {nil, "POST", []string{cookie, "Origin: null"}, 403},
		"another port":                  {nil, "POST", []string{cookie, "Origin: http://short.test:8080"}, 403},
		"a form as text":                {nil, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Content-Type: text/plain"}, 403},
		"PUT":                           {nil, "PUT", []string{cookie, "Sec-Fetch-Site: cross-site"}, 403},
		"PATCH":                         {nil, "PATCH", []string{cookie, "Sec-Fetch-Site: cross-site"}, 403},
		"DELETE":                        {nil, "DELETE", []string{cookie, "Sec-Fetch-Site: cross-site"}, 403},
		"a password prompt":             {nil, "POST", []string{"Authorization: Basic YW5uYTp4", "Sec-Fetch-Site: cross-site"}, 403},
		"a network that is believed":    {nil, "POST", []string{"Sec-Fetch-Site: cross-site"}, 403},
		"another origin is allowed":     {[]string{app}, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, 403},
		"an allowed origin":             {[]string{"HTTPS://App.example.com"}, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: " + app}, 200},
		"every origin, with a cookie":   {[]string{"*"}, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: " + app}, 403},
		"every origin, with a password": {[]string{"*"}, "POST", []string{"Authorization: Basic YW5uYTp4", "Origin: " + app}, 403},
		"every origin, with a token":    {[]string{"*"}, "POST", []string{"Authorization: Bearer t", "Sec-Fetch-Site: cross-site", "Origin: " + app}, 200},
		"every and one origin":          {[]string{"*", app}, "POST", []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: " + app}, 200},
		"the host's own page":           {nil, "POST", []string{cookie, "Sec-Fetch-Site: same-origin", "Origin: http://short.test"}, 200},
		"its page in an old browser":    {nil, "POST", []string{cookie, "Origin: http://short.test"}, 200},
		"typed by the user":             {nil, "POST", []string{cookie, "Sec-Fetch-Site: none"}, 200},
		"a program":                     {nil, "POST", []string{cookie}, 200},
		"a link on another site":        {nil, "GET", []string{cookie, "Sec-Fetch-Site: cross-site"}, 200},
		"HEAD":                          {nil, "HEAD", []string{cookie, "Sec-Fetch-Site: cross-site"}, 200},
		"a preflight":                   {nil, "OPTIONS", []string{"Sec-Fetch-Site: cross-site", "Origin: " + app}, 204},
	} {
		t.Run(name, func(t *testing.T) {
			answer, body := send(withLogin(t, c.allowed...), c.method, "/api/things", "{}", c.headers...)
			if answer.StatusCode != c.want {
				t.Errorf("answered %d %s, want %d", answer.StatusCode, body, c.want)
			}
		})
	}
}

func TestCertificatesAreNoProofOfThePage(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "https://short.test/api/things", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{}}}
	w := httptest.NewRecorder()
	withLogin(t, "*").ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("answered %d", w.Code)
	}
}

func TestTokensWorkFromEverySite(t *testing.T) {
	h := newAPI(t, httpadapter.Options{}, route("POST", "/api/things", whoami))
	answer, body := send(h, "POST", "/api/things", "{}", "Authorization: Bearer "+secret, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example")
	if answer.StatusCode != http.StatusOK {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
}

func TestARefusedPageIsToldItsOrigin(t *testing.T) {
	for origin, want := range map[string]string{
		"https://evil.example": `pages of other sites may not make this request, and this one is of "https://evil.example"`,
		"":                     "pages of other sites may not make this request",
	} {
		headers := []string{"Sec-Fetch-Site: cross-site"}
		if origin != "" {
			headers = append(headers, "Origin: "+origin)
		}
		if _, body := send(withLogin(t), "POST", "/api/things", "{}", headers...); message(t, body) != want {
			t.Errorf("told %s, want %s", body, want)
		}
	}
}
