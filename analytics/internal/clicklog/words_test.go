package clicklog

import (
	"fmt"
	"testing"
)

func TestWordsAreBounded(t *testing.T) {
	w := NewWords(1)
	for i := range MaxWords + 10 {
		id := w.Id(fmt.Sprint("word ", i))
		if (id == 0) != (i >= MaxWords) {
			t.Fatalf("word %d has id %d", i, id)
		}
	}
	if w.Id("word 7") != 8 {
		t.Errorf("a known word has id %d", w.Id("word 7"))
	}
	w, total := NewWords(1), 0
	for i := 0; w.Id(fmt.Sprintf("%0512d", i)) != 0; i++ {
		total += 512
	}
	if total != maxWordBytes {
		t.Errorf("%d bytes of words are kept", total)
	}
}
