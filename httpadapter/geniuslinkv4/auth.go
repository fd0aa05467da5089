package geniuslinkv4

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxSecret is the maximum length of a key and of a secret in bytes.
const maxSecret = 512

// Secret returns the secret of the [linkpack.Token] for clients that send key and
// secret. Both are chosen by the host. Keep secret as random as a password; a token
// is found by both together.
func Secret(key, secret string) string { return key + ":" + secret }

// authenticate returns the principal of a request's key and secret.
func (o *Options) authenticate(s *linkpack.Shortener, r *http.Request) (linkpack.Principal, error) {
	if r.Header.Get("X-Impersonate") != "" {
		return linkpack.Principal{}, &httpadapter.Problem{Status: http.StatusNotImplemented, Message: "X-Impersonate is not served"}
	}
	key, secret := r.Header.Get("X-Api-Key"), r.Header.Get("X-Api-Secret")
	if key == "" && secret == "" {
		query := r.URL.Query()
		key, secret = query.Get("apiKey"), query.Get("apiSecret")
		if (key != "" || secret != "") && !o.SecretsInQuery {
			const message = "apiKey and apiSecret in a URL need Options.SecretsInQuery of the server; send X-Api-Key and X-Api-Secret"
			return linkpack.Principal{}, &httpadapter.Problem{Status: http.StatusUnauthorized, Message: message, Err: linkpack.ErrUnauthorized}
		}
	}
	if key == "" || secret == "" || len(key) > maxSecret || len(secret) > maxSecret {
		return linkpack.Principal{}, linkpack.ErrUnauthorized
	}
	return s.Authenticate(r.Context(), Secret(key, secret))
}
