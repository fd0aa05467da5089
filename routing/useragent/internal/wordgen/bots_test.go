package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

var none review

// reviewOf returns a review with some lines.
func reviewOf(t *testing.T, lines ...string) review {
	t.Helper()
	r, err := parseReview(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func script(patterns string) []byte {
	return []byte("var a = 1;\nvar patterns_default = [\n" + patterns + "\n];\nvar b;")
}

func TestIsbotWords(t *testing.T) {
	words, err := isbotWords(script(`"^curl", "crawl", "archive", "(?<!cam)scan", "^[^ ]{50,}$"`), reviewOf(t, "^[^ ]{50,}$\tdrop\tno device"))
	if err != nil {
		t.Fatal(err)
	}
	want := []build.Word{
		{Pattern: "^curl", Signals: uint64(signal.Bot)},
		{Pattern: "crawl", Signals: uint64(signal.Bot)},
		{Pattern: "archive", Signals: uint64(signal.Weak)},
		{Pattern: translated["(?<!cam)scan"][0], Signals: uint64(signal.Weak)},
	}
	if len(words) != len(want) {
		t.Fatalf("got %+v", words)
	}
	for i := range want {
		if words[i] != want[i] {
			t.Errorf("word %d is %+v, want %+v", i, words[i], want[i])
		}
	}
}

func TestCrawlerWords(t *testing.T) {
	list := `[{"pattern":"GPTBot","tags":["ai-crawler"]},{"pattern":"Nutch"},{"pattern":"Unfurler","tags":["social-preview"]},
		{"pattern":"Counter","tags":["social-preview"]},{"pattern":"NING\\/","tags":["social-preview"]},{"pattern":"^Silk\\/"}]`
	words, err := crawlerWords([]byte(list), reviewOf(t, "Counter\tcrawler\tcounts", "NING\\/\tdrop\tthe end of Lightning"))
	if err != nil {
		t.Fatal(err)
	}
	want := []build.Word{
		{Pattern: `\bGPTBot`, Signals: uint64(signal.Bot | signal.Agent)},
		{Pattern: `\bNutch`, Signals: uint64(signal.Bot)},
		{Pattern: `\bUnfurler`, Signals: uint64(signal.Bot | signal.Preview)},
		{Pattern: `\bCounter`, Signals: uint64(signal.Bot)},
		{Pattern: `^Silk\/`, Signals: uint64(signal.Bot)},
	}
	if !slices.Equal(words, want) {
		t.Errorf("got %+v", words)
	}
}

func TestNewPatternsAreNotDroppedSilently(t *testing.T) {
	for _, pattern := range []string{`"foo(?!bar)"`, `"a.*b"`} {
		_, err := isbotWords(script(pattern), none)
		if err == nil || !strings.Contains(err.Error(), strings.Trim(pattern, `"`)) {
			t.Errorf("%s: got %v, want it to name the pattern", pattern, err)
		}
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	if _, err := isbotWords([]byte("module.exports = {}"), none); err == nil {
		t.Error("a script without patterns was accepted")
	}
	if _, err := isbotWords(script(`"unfinished`), none); err == nil {
		t.Error("a broken list was accepted")
	}
	if _, err := crawlerWords([]byte(`{"pattern":1}`), none); err == nil {
		t.Error("an object was accepted for a list")
	}
}

func TestOwnWordsCanBeBuilt(t *testing.T) {
	for _, w := range ownWords() {
		if err := build.Check(w.Pattern); err != nil {
			t.Error(err)
		}
	}
	for pattern, forms := range translated {
		for _, form := range forms {
			if err := build.Check(form); err != nil {
				t.Errorf("translation of %s: %v", pattern, err)
			}
		}
	}
}
