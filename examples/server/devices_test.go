package main

import (
	"encoding/json"
	"net/http"
	"testing"
)

func TestEventsTellTheVersionOfTheBrowser(t *testing.T) {
	p := start(t, t.TempDir())
	visit(t, p.url+"/launch")
	clicks(t, p, p.token(), "launch") // waits until the click can be read
	status, answer := call(t, http.MethodGet, p.url+"/v1/events?include=device", p.token(), "")
	text, err := json.Marshal(answer["json"])
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Events []struct {
			Device struct{ BrowserName, BrowserVersion string }
		}
	}
	if err := json.Unmarshal(text, &page); err != nil || status != http.StatusOK || len(page.Events) != 1 {
		t.Fatalf("%d %v, %v", status, answer, err)
	}
	if d := page.Events[0].Device; d.BrowserName != "Firefox" || d.BrowserVersion != "140.0" {
		t.Errorf("the browser is %q %q", d.BrowserName, d.BrowserVersion)
	}
}
