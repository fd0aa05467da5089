package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/useragent"
)

const sample = "mobile\tMozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Mobile/15E148 Safari/604.1\n" +
	"desktop\tMozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Mobile/15E148 Safari/604.1\n" +
	"desktop\tcurl/8.15.0\n" +
	"person\tMozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\n" +
	"bot\tcurl/8.15.0\n" +
	"preview\tcurl/8.15.0\n"

func TestMeasure(t *testing.T) {
	headers, err := parseLines([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	m := measure{out: &out, misses: "human", counts: map[string]count{}}
	for _, h := range headers {
		m.add(h)
	}
	for class, want := range map[string]count{
		"mobile": {1, 1}, "desktop": {0, 2}, "human": {3, 4}, "any bot": {2, 2}, "preview": {0, 1},
	} {
		if got := m.counts[class]; got != want {
			t.Errorf("%s: %+v, want %+v", class, got, want)
		}
	}
	if got := out.String(); !strings.Contains(got, "curl/8.15.0") || strings.Contains(got, "iPhone") {
		t.Errorf("misses are listed as %q", got)
	}
	m.report()
	if !strings.Contains(out.String(), "human         3 of      4 right   75.00 %") {
		t.Errorf("reported as %q", out.String())
	}
}

func TestALineWithoutAClass(t *testing.T) {
	_, err := parseLines([]byte("bot\ta\ncurl/8.15.0\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want it to name the line", err)
	}
}

func TestFormsOfTheLists(t *testing.T) {
	for name, tt := range map[string]struct {
		parse func([]byte) ([]labelled, error)
		file  string
		want  []labelled
	}{
		"woothee": {parseWoothee, "# a comment\n- target: 'a/1'\n  name: A\n  category: pc\n- target: b\n  category: crawler\n- target: ''\n  category: UNKNOWN\n",
			[]labelled{{"desktop", "a/1"}, {"bot", "b"}}},
		"user-agents":  {parseVisitors, `[{"userAgent":"a","deviceCategory":"mobile","weight":0.1}]`, []labelled{{"mobile", "a"}}},
		"ua-parser-js": {parseDevices, `[{"ua":"a","expect":{"type":"smarttv"}},{"ua":"b","expect":{}}]`, []labelled{{"other", "a"}, {"person", "b"}}},
		"cloudflare-bots": {parseDirectory, `[{"category":"AI_SEARCH","userAgents":["a","b"]},{"category":"PAGE_PREVIEW","userAgents":["c"]},{"category":"SECURITY","userAgents":["d"]}]`,
			[]labelled{{"agent", "a"}, {"agent", "b"}, {"preview", "c"}, {"crawler", "d"}}},
	} {
		got, err := tt.parse([]byte(tt.file))
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestAListHasANameOrIsAFile(t *testing.T) {
	for _, args := range [][]string{nil, {"a", "b"}} {
		if _, err := load(t.Context(), "", args); err == nil || !strings.Contains(err.Error(), "woothee") {
			t.Errorf("%q: got %v, want it to name the lists", args, err)
		}
	}
	if _, err := load(t.Context(), "unknown", nil); err == nil {
		t.Error("an unknown list was loaded")
	}
}

// One header in the list is of an app that its report calls an agent.
func TestRecentHeadersAreClassifiedRight(t *testing.T) {
	headers, err := load(t.Context(), "recent", nil)
	if err != nil || len(headers) < 100 {
		t.Fatalf("%d headers, %v", len(headers), err)
	}
	var wrong []string
	for _, h := range headers {
		agent := useragent.Classifier{}.Classify(h.header, nil)
		kind, isBot := bots[h.class]
		if isBot && agent.Bot != kind || !isBot && !strings.EqualFold(agent.Device.String(), h.class) {
			wrong = append(wrong, h.header)
		}
	}
	if len(wrong) != 1 || !strings.Contains(wrong[0], "Claude/2.16") {
		t.Errorf("wrong are %q", wrong)
	}
}
