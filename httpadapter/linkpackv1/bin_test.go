package linkpackv1_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

// status follows a short link and returns the status of the answer.
func (sv *server) status(path string) int {
	status, _ := sv.call("", http.MethodGet, path, "")
	return status
}

func TestADeletionIsUndone(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	path := "/api/v1/link/" + link.ID
	sv.ok(t, "DELETE", path, "")
	for _, visited := range []string{"/abc123", "/abc123+"} {
		if status := sv.status(visited); status != http.StatusGone {
			t.Errorf("%s answers %d", visited, status)
		}
	}
	deleted := sv.ok(t, "GET", path+"?deleted=true", "")
	if deleted["deletedAt"] == nil || sv.ok(t, "GET", path+"/stats", "")["totalClicks"] != 4.0 {
		t.Errorf("in the bin it is %v", deleted)
	}
	text, err := json.Marshal(deleted)
	if err != nil {
		t.Fatal(err)
	}
	restored := sv.ok(t, "POST", path+"/restore", string(text)) // as it was read
	if restored["shortCode"] != "abc123" || restored["deletedAt"] != nil || sv.status("/abc123") != http.StatusTemporaryRedirect {
		t.Errorf("restored as %v", restored)
	}
	if sv.ok(t, "GET", "/api/v1/stats/abc123", "")["totalClicks"] != 4.0 {
		t.Error("its clicks are lost")
	}
}

func TestARestoredLinkIsOfferedAnotherCode(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	path := "/api/v1/link/" + link.ID + "/restore"
	sv.ok(t, "DELETE", "/api/v1/link/"+link.ID, "")
	next := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/next","shortCode":"abc123"}`)["id"]
	for _, body := range []string{"", "{}", `{"name":"x"}`} {
		status, message, fields := sv.refused(t, "POST", path, body)
		const want = `the short code "abc123" is taken; send another, or null for a generated one`
		if status != http.StatusConflict || message != want || !slices.Equal(fields, []string{"short_code"}) {
			t.Errorf("%q is answered %d %q, naming %q", body, status, message, fields)
		}
	}
	restored := sv.ok(t, "POST", path, `{"shortCode":null}`)
	if code, _ := restored["shortCode"].(string); len(code) != 7 || sv.status("/"+code) != http.StatusTemporaryRedirect {
		t.Errorf("restored as %v", restored)
	}
	if found := sv.ok(t, "GET", "/api/v1/stats/abc123", "")["link"].(object)["id"]; found != next {
		t.Errorf("the code is that of %v, want %v", found, next)
	}
}

func TestARestoredLinkIsOfferedAnotherExternalID(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	const made = `{"longUrl":"https://example.com/","externalId":"x","findIfExists":true}`
	id := sv.ok(t, "POST", "/api/v1/shorten", made)["id"].(string)
	sv.ok(t, "DELETE", "/api/v1/link/"+id, "")
	next := sv.ok(t, "POST", "/api/v1/shorten", made)["id"]
	path := "/api/v1/link/" + id + "/restore"
	status, message, fields := sv.refused(t, "POST", path, `{"shortCode":null}`)
	const want = `the external id "x" is taken; send another, or null for none`
	if status != http.StatusConflict || message != want || !slices.Equal(fields, []string{"externalId"}) {
		t.Errorf("answered %d %q, naming %q", status, message, fields)
	}
	restored := sv.ok(t, "POST", path, `{"externalId":null}`)
	if restored["externalId"] != nil || restored["id"] != id {
		t.Errorf("restored as %v", restored)
	}
	if found := sv.ok(t, "GET", "/api/v1/link?externalId=x", "")["id"]; found != next {
		t.Errorf("the external id is that of %v, want %v", found, next)
	}
}

func TestADeletionCanBePermanent(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	link := sv.withClicks(t)
	path := "/api/v1/link/" + link.ID
	if status, _, fields := sv.refused(t, "DELETE", path+"?permanent=1", ""); status != http.StatusBadRequest || !slices.Equal(fields, []string{"permanent"}) {
		t.Errorf("permanent=1 is answered %d, naming %q", status, fields)
	}
	answer, _ := sv.with("DELETE", path+"?permanent=true", "", `If-Match: "7"`)
	if answer.StatusCode != http.StatusPreconditionFailed {
		t.Errorf("with another version: %d", answer.StatusCode)
	}
	sv.ok(t, "DELETE", path, "")
	answer, _ = sv.with("DELETE", path+"?permanent=true", "", `If-Match: "2"`)
	if answer.StatusCode != http.StatusOK {
		t.Errorf("from the bin: %d", answer.StatusCode)
	}
	for _, request := range []struct{ method, target string }{
		{"GET", path + "?deleted=true"}, {"GET", path + "/stats"}, {"POST", path + "/restore"}, {"DELETE", path + "?permanent=true"},
	} {
		if status, message, _ := sv.refused(t, request.method, request.target, ""); status != http.StatusNotFound {
			t.Errorf("%s %s is answered %d %s", request.method, request.target, status, message)
		}
	}
	if status := sv.status("/abc123"); status != http.StatusGone {
		t.Errorf("its code answers %d", status)
	}
}
