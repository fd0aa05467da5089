package recorder

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// TestTextsBeyondTheWordsStandInTheirChunk fills the dictionary and records
// hits whose texts have no room in it.
func TestTextsBeyondTheWordsStandInTheirChunk(t *testing.T) {
	opts, _ := withDefaults((*analytics.Options)(nil))
	opts.Clock = func() time.Time { return time.UnixMilli(wire.MsPerDay) }
	b := builder{opts: &opts, heads: &clicklog.Heads{}, pace: &yielder{}, words: clicklog.NewWords(1), store: oneLane{Tables: tabletest.Tables{}}}
	for i := range clicklog.MaxWords {
		b.words.ID(fmt.Sprint("word ", i))
	}
	plan := &analytics.Plan{Link: 1, Targets: []analytics.Target{{}}}
	hits := make([]queuedHit, 100)
	for i := range hits {
		hits[i] = queuedHit{plan: plan, visit: visitFacts{agent: strings.Repeat("u", 400+i/2)}}
	}
	bl, err := b.build(t.Context(), 1, &batch{hits: hits})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for i := range bl.groups {
		g := &bl.groups[i]
		records := g.Records()
		for rec := (clicklog.Record{}); records.Next(&rec); seen++ {
			if text, err := g.Chunk.Text(rec.Refs[clicklog.TextAgent]); err != nil || text != hits[seen].visit.agent {
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
	w, a := clicklog.NewWords(1), agents{}
	c := &counter{}
	for range 5 {
		for _, header := range []string{"a", "b"} {
			visit := &visitFacts{agent: header, agents: c}
			if agent := a.of(w, visit, w.ID(header)); agent.OS != "Linux" {
				t.Errorf("got %+v", agent)
			}
		}
	}
	if c.asked != 2 {
		t.Errorf("asked %d times", c.asked)
	}
	told := routing.Agent{OS: "iOS"}
	if agent := a.of(w, &visitFacts{agent: "a", agents: c, found: &costlyFacts{agent: told}}, w.ID("a")); agent != told {
		t.Errorf("what the visit knows is lost: %+v", agent)
	}
}
