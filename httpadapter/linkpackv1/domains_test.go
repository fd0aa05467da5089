package linkpackv1_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestAHostIsRegisteredOnce(t *testing.T) {
	sv := newServer(t, nil)
	sv.ok(t, "POST", "/api/v1/domains", `{"host":"taken.example"}`)
	status, message, fields := sv.refused(t, "POST", "/api/v1/domains", `{"host":"Taken.example"}`)
	if status != http.StatusConflict || message != `domain "taken.example": already exists` || !slices.Equal(fields, []string{"host"}) {
		t.Errorf("answered %d %q, naming %q", status, message, fields)
	}
}

func TestADomainStaysAsItIsWhenTheDNSDoesNotAnswer(t *testing.T) {
	sv := newServer(t, nil)
	for host, want := range map[string]string{"silent.example": "PENDING", "unset.example": "FAILED"} {
		sv.ok(t, "POST", "/api/v1/domains", `{"host":"`+host+`"}`)
		status, answer := sv.call(secret, "POST", "/api/v1/domains/"+host+"/verify", "")
		if want == "PENDING" && (status != http.StatusServiceUnavailable || !strings.Contains(answer, "the DNS did not answer")) {
			t.Errorf("%s: answered %d %s", host, status, answer)
		}
		if after := sv.ok(t, "GET", "/api/v1/domains/"+host, ""); after["status"] != want {
			t.Errorf("%s is %v, want %s", host, after["status"], want)
		}
	}
}

func TestADomainIsFoundByItsID(t *testing.T) {
	sv := newServer(t, nil)
	made := sv.ok(t, "POST", "/api/v1/domains", `{"host":"a.example"}`)
	path := "/api/v1/domains/" + made["id"].(string)
	if found := sv.ok(t, "GET", path, ""); found["host"] != "a.example" || found["id"] != made["id"] {
		t.Errorf("found %v", found)
	}
	sv.ok(t, "PATCH", path, `{"fold_case":true}`)
	sv.ok(t, "POST", path+"/verify", "")
	sv.ok(t, "DELETE", path, "")
	if status, _ := sv.call(secret, "GET", "/api/v1/domains/a.example", ""); status != http.StatusNotFound {
		t.Errorf("when it is deleted: answered %d", status)
	}
}

func TestAHostIsOneWorkspacesAfterItsVerification(t *testing.T) {
	sv := newServer(t, nil)
	const domains, verify = "/api/v1/domains", "/api/v1/domains/a.example/verify"
	for _, workspace := range []string{foreign, secret} {
		if status, answer := sv.call(workspace, "POST", domains, `{"host":"a.example"}`); status != http.StatusOK {
			t.Fatalf("registering the host: answered %d %s", status, answer)
		}
	}
	made := sv.ok(t, "GET", domains+"/a.example", "")
	theirs, err := sv.shortener.Domain(t.Context(), "others", "a.example")
	if err != nil {
		t.Fatal(err)
	}
	challenge := made["challenge"].(map[string]any)
	sv.records.Set(theirs.Challenge.Name, theirs.Challenge.Value, challenge["value"].(string))
	if verified := sv.ok(t, "POST", verify, ""); verified["status"] != "ACTIVE" || verified["id"] != made["id"] {
		t.Errorf("verified as %v", verified)
	}
	status, answer := sv.call(foreign, "POST", verify, "")
	if status != http.StatusConflict || !strings.Contains(answer, "is verified by another workspace") {
		t.Errorf("the other workspace is answered %d %s", status, answer)
	}
	if status, answer = sv.call(foreign, "GET", domains+"/a.example", ""); status != http.StatusOK || !strings.Contains(answer, `"PENDING"`) {
		t.Errorf("its domain is shown as %d %s", status, answer)
	}
}
