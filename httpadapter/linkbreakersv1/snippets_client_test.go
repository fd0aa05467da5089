package linkbreakersv1_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// client is a program that uses the API over the network.
type client struct {
	base, token string
	kept        []string // names in braces and their values, the latest first
}

// newClient starts a server on a socket.
func newClient(t *testing.T, sv *server) *client {
	t.Helper()
	server := httptest.NewServer(sv)
	t.Cleanup(server.Close)
	return &client{server.URL, secret, nil}
}

// send makes the request of a snippet and returns the answer with its JSON.
func (c *client) send(ctx context.Context, s snippet) (*http.Response, any, error) {
	fill := strings.NewReplacer(c.kept...).Replace
	r, err := http.NewRequestWithContext(ctx, s.method, c.base+fill(s.path), strings.NewReader(fill(s.body)))
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	var got any
	err = json.NewDecoder(answer.Body).Decode(&got)
	return answer, got, err
}

// read returns the text at a path such as "details.0.field", or "".
func read(answer any, path string) string {
	for name := range strings.SplitSeq(path, ".") {
		if list, isList := answer.([]any); isList {
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(list) {
				return ""
			}
			answer = list[i]
			continue
		}
		answer = at(answer, name)
	}
	if answer == nil {
		return ""
	}
	return fmt.Sprint(answer)
}
