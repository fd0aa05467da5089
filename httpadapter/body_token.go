package httpadapter

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
)

// withBodyToken returns a request for a route with BodyToken. If it has no Authorization
// header, the token in its body takes the header's place. A body of plain text is then
// read as JSON.
func withBodyToken(r *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, readProblem(err)
	}
	r = r.Clone(r.Context()) // the header is the caller's
	r.Body = io.NopCloser(bytes.NewReader(body))
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && media == "text/plain" {
		r.Header.Del("Content-Type")
	}
	var sent struct {
		Token string `json:"token"`
	}
	// A body that is not JSON is the dialect's to refuse, if the client is authorized.
	if json.Unmarshal(body, &sent) == nil && sent.Token != "" && r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer "+sent.Token)
	}
	return r, nil
}
