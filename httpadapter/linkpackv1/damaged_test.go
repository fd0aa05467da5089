package linkpackv1_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestListsLeaveOutWhatIsDamaged(t *testing.T) {
	sv := newServerOn(t, linkpacktest.DamagedStore{Store: memory.New()}, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"sound","tags":["spring"]}`)
	sv.ok(t, "POST", "/api/v1/domains", `{"host":"sound.example"}`)
	for _, c := range []struct{ method, target, body, want string }{
		{"GET", "/api/v1/links", "", `"shortCode":"sound"`},
		{"GET", "/api/v1/links?sort=name", "", `"shortCode":"sound"`},
		{"GET", "/api/v1/domains", "", `"host":"sound.example"`},
		{"GET", "/api/v1/tags", "", `{"tags":[{"name":"spring","links":1}]}`},
		{"PATCH", "/api/v1/tags/spring", `{"name":"summer"}`, `{"success":true,"links":1}`},
		{"DELETE", "/api/v1/tags/summer", "", `{"success":true,"links":1}`},
		{"PATCH", "/api/v1/links?search=sound&dryRun=true", `{"name":"N"}`, `"matched":1`},
		{"PATCH", "/api/v1/links?search=sound&expected=1", `{"name":"N"}`, `"changed":1`},
		{"DELETE", "/api/v1/links?search=sound&expected=1", "", `"changed":1`},
	} {
		r := httptest.NewRequest(c.method, "https://linkpack.test"+c.target, strings.NewReader(c.body))
		r.Header.Set("Authorization", "Bearer "+secret)
		answer := sv.send(r)
		content, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		body := string(content)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Damaged-Records") != "1" || !strings.Contains(body, c.want) {
			t.Errorf("%s %s: answered %d with %q damaged records: %s", c.method, c.target, answer.StatusCode, answer.Header.Get("Damaged-Records"), body)
		}
	}
	if status, _ := sv.call(secret, "GET", "/api/v1/links?limit=5000", ""); status != http.StatusBadRequest {
		t.Errorf("a wrong query: answered %d", status)
	}
}
