package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestSeedsAreCompleted(t *testing.T) {
	dir := t.TempDir()
	p := start(t, dir, "-no-demo", "-token", testToken, "-seed", "30")
	if !strings.Contains(p.printed, "30 links for load tests made") {
		t.Errorf("printed:\n%s", p.printed)
	}
	visit(t, p.url+"/c00029")
	deleteSeed(t, p, "c00029")
	p.terminate()

	p = start(t, dir, "-no-demo", "-token", testToken, "-seed", "50")
	if !strings.Contains(p.printed, "21 links for load tests made") { // the deleted one again, too
		t.Errorf("printed:\n%s", p.printed)
	}
	for code, want := range map[string]string{"c00029": "https://example.com/seed/29", "c00049": "https://example.com/seed/49"} {
		if got := visit(t, p.url+"/"+code); got != want {
			t.Errorf("%s leads to %q", code, got)
		}
	}
	p.terminate()

	p = start(t, dir, "-no-demo", "-token", testToken, "-seed", "50")
	if strings.Contains(p.printed, "made") {
		t.Errorf("there was nothing to do, but it printed:\n%s", p.printed)
	}
}

// deleteSeed deletes the newest link, which must have the code.
func deleteSeed(t *testing.T, p *process, code string) {
	t.Helper()
	_, page := call(t, http.MethodGet, p.url+"/api/v1/links?limit=1", testToken, "")
	newest := page["links"].([]any)[0].(map[string]any)
	if newest["shortCode"] != code {
		t.Fatalf("the newest link is %v", newest)
	}
	if status, answer := call(t, http.MethodDelete, p.url+"/api/v1/link/"+newest["id"].(string), testToken, ""); status != http.StatusOK {
		t.Fatalf("delete: %d %v", status, answer)
	}
}

func TestEveryTenthSeedHasRules(t *testing.T) {
	p := start(t, t.TempDir(), "-no-demo", "-token", testToken, "-seed", "11")
	_, page := call(t, http.MethodGet, p.url+"/api/v1/links", testToken, "")
	for _, link := range page["links"].([]any) {
		link := link.(map[string]any)
		rules, _ := link["traffic_routing"].([]any)
		var conditions []string
		for _, rule := range rules {
			condition, _ := rule.(map[string]any)["condition"].(string)
			conditions = append(conditions, condition)
		}
		got, want := strings.Join(conditions, " "), ""
		if code := link["shortCode"]; code == "c00000" || code == "c00010" {
			want = "geo device percentage percentage"
		}
		if got != want {
			t.Errorf("%s has %q, want %q", link["shortCode"], got, want)
		}
	}
}
