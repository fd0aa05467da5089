package main

import (
	"strings"
	"testing"
)

const sample = "mobile\tMozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Mobile/15E148 Safari/604.1\n" +
	"desktop\tMozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Mobile/15E148 Safari/604.1\n" +
	"desktop\tcurl/8.15.0\n" +
	"bot\tcurl/8.15.0\n"

func TestMeasure(t *testing.T) {
	var out strings.Builder
	m := measure{out: &out, misses: "human", counts: map[string]count{}}
	if err := m.read(strings.NewReader(sample)); err != nil {
		t.Fatal(err)
	}
	for class, want := range map[string]count{"mobile": {1, 1}, "desktop": {0, 2}, "bot": {1, 1}, "human": {2, 3}} {
		if got := m.counts[class]; got != want {
			t.Errorf("%s: %+v, want %+v", class, got, want)
		}
	}
	if got := out.String(); !strings.Contains(got, "curl/8.15.0") || strings.Contains(got, "iPhone") {
		t.Errorf("misses are listed as %q", got)
	}
	m.report()
	if !strings.Contains(out.String(), "human         2 of      3 right   66.67 %") {
		t.Errorf("reported as %q", out.String())
	}
}

func TestALineWithoutAClass(t *testing.T) {
	m := measure{counts: map[string]count{}}
	err := m.read(strings.NewReader("bot\ta\ncurl/8.15.0\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want it to name the line", err)
	}
}
