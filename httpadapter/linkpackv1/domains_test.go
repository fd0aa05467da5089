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
