package main

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

func script(patterns string) []byte {
	return []byte("var a = 1;\nvar patterns_default = [\n" + patterns + "\n];\nvar b;")
}

func TestIsbotWords(t *testing.T) {
	words, err := isbotWords(script(`"^curl", "crawl", "archive", "(?<!cam)scan", "^[^ ]{50,}$"`))
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
	words, err := crawlerWords([]byte(`[{"pattern":"GPTBot","tags":["ai-crawler"]},{"pattern":"Nutch"}]`))
	if err != nil || len(words) != 2 {
		t.Fatalf("got %+v, %v", words, err)
	}
	if got := signal.Set(words[0].Signals); !got.Has(signal.Agent) || !got.Has(signal.Bot) {
		t.Errorf("signals of an agent are %b", got)
	}
	if got := signal.Set(words[1].Signals); got != signal.Bot {
		t.Errorf("signals of a crawler are %b", got)
	}
}

func TestNewPatternsAreNotDroppedSilently(t *testing.T) {
	for _, pattern := range []string{`"foo(?!bar)"`, `"a.*b"`} {
		_, err := isbotWords(script(pattern))
		if err == nil || !strings.Contains(err.Error(), strings.Trim(pattern, `"`)) {
			t.Errorf("%s: got %v, want it to name the pattern", pattern, err)
		}
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	if _, err := isbotWords([]byte("module.exports = {}")); err == nil {
		t.Error("a script without patterns was accepted")
	}
	if _, err := isbotWords(script(`"unfinished`)); err == nil {
		t.Error("a broken list was accepted")
	}
	if _, err := crawlerWords([]byte(`{"pattern":1}`)); err == nil {
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
