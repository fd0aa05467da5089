package clicklog

import (
	"fmt"
	"strings"
	"testing"
)

func TestWordsAreBounded(t *testing.T) {
	w := NewWords(1)
	for i := range MaxWords + 10 {
		id := w.ID(fmt.Sprint("word ", i))
		if (id == 0) != (i >= MaxWords) {
			t.Fatalf("word %d has id %d", i, id)
		}
	}
	if w.ID("word 7") != 8 {
		t.Errorf("a known word has id %d", w.ID("word 7"))
	}
	w, total := NewWords(1), 0
	for i := 0; w.ID(fmt.Sprintf("%0512d", i)) != 0; i++ {
		total += 512
	}
	if total != maxWordBytes {
		t.Errorf("%d bytes of words are kept", total)
	}
}

func TestATextIsCleanWhetherItIsAWordOrNot(t *testing.T) {
	w := NewWords(1)
	for _, text := range []string{"a", "a\xffb", strings.Repeat("x", 600), "a", "a\xffb", strings.Repeat("x", 600)} {
		clean, id := w.Clean(text)
		if clean != Clean(text) || id == 0 || id != w.ID(clean) {
			t.Errorf("%.20q became %.20q with id %d, want %.20q with %d", text, clean, id, Clean(text), w.ID(clean))
		}
	}
	for len(w.List) < MaxWords {
		w.ID(fmt.Sprint("word ", len(w.List)))
	}
	if clean, id := w.Clean("b\xff"); clean != "b\uFFFD" || id != 0 {
		t.Errorf("without room, the text became %q with id %d", clean, id)
	}
}

func TestTextIsCutOnARune(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		strings.Repeat("x", 600):       strings.Repeat("x", 512),
		"x" + strings.Repeat("é", 300): "x" + strings.Repeat("é", 255),
		"a\xffb":                       "a\uFFFDb",
		strings.Repeat("\xff", 512):    "\uFFFD",
	} {
		got := Clean(text)
		if got != want || len(got) > MaxText {
			t.Errorf("%.20q became %d bytes: %.40q", text, len(got), got)
		}
	}
}
