package analytics

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

func TestWordsAreBounded(t *testing.T) {
	w := newWords(1)
	for i := range maxWords + 10 {
		id := w.id(fmt.Sprint("word ", i))
		if (id == 0) != (i >= maxWords) {
			t.Fatalf("word %d has id %d", i, id)
		}
	}
	if w.id("word 7") != 8 {
		t.Errorf("a known word has id %d", w.id("word 7"))
	}
	w, total := newWords(1), 0
	for i := 0; w.id(fmt.Sprintf("%0512d", i)) != 0; i++ {
		total += 512
	}
	if total != maxWordBytes {
		t.Errorf("%d bytes of words are kept", total)
	}
}

// TestTextsBeyondTheWordsStandInTheirChunk fills the dictionary and records
// hits whose texts have no room in it.
func TestTextsBeyondTheWordsStandInTheirChunk(t *testing.T) {
	opts, _ := (*Options)(nil).withDefaults()
	opts.Clock = func() time.Time { return time.UnixMilli(msPerDay) }
	b := builder{opts: &opts, heads: &heads{}, pace: &pace{}, words: newWords(1), store: oneLane{tables: tables{}}}
	for i := range maxWords {
		b.words.id(fmt.Sprint("word ", i))
	}
	plan := &Plan{Link: 1, Targets: []Target{{}}}
	hits := make([]waiting, 100)
	for i := range hits {
		hits[i] = waiting{plan: plan, visit: known{agent: strings.Repeat("u", 400+i/2)}}
	}
	bl, err := b.build(t.Context(), 1, &batch{hits: hits})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for i := range bl.groups {
		g := &bl.groups[i]
		records := g.records()
		for rec := (record{}); records.next(&rec); seen++ {
			if text, err := g.chunk.text(rec.refs[textAgent]); err != nil || text != hits[seen].visit.agent {
				t.Fatalf("hit %d: %q, %v", seen, text, err)
			}
		}
	}
	if seen != len(hits) || len(bl.groups) < 5 {
		t.Errorf("%d records in %d groups", seen, len(bl.groups))
	}
}

// counter counts how often it is asked.
type counter struct{ asked int }

func (c *counter) Classify(string, http.Header) routing.Agent {
	c.asked++
	return routing.Agent{OS: "Linux"}
}

func TestAgentIsClassifiedOncePerHeader(t *testing.T) {
	w, a := newWords(1), agents{}
	c := &counter{}
	for range 5 {
		for _, header := range []string{"a", "b"} {
			visit := &known{agent: header, agents: c}
			if agent, _ := a.of(w, visit, header); agent.OS != "Linux" {
				t.Errorf("got %+v", agent)
			}
		}
	}
	if c.asked != 2 {
		t.Errorf("asked %d times", c.asked)
	}
	told := routing.Agent{OS: "iOS"}
	if agent, _ := a.of(w, &known{agent: "a", agents: c, found: &found{agent: told}}, "a"); agent != told {
		t.Errorf("what the visit knows is lost: %+v", agent)
	}
}
