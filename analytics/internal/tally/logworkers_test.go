package tally

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// emptyScan returns a scan of a month without clicks.
func emptyScan(t *testing.T) *logScan {
	t.Helper()
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c, err := NewCalendar(&analytics.Query{From: from, To: from.AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return &logScan{tally: NewTally(c, true)}
}

// TestWorkersKeepNoVisitorsOfPartsThatAreDone has two workers count the visitors of the same
// days, part by part.
func TestWorkersKeepNoVisitorsOfPartsThatAreDone(t *testing.T) {
	l, variant := emptyScan(t), rollup.VariantName{Split: "s", Rule: "r"}
	workers := []*logWorker{newLogWorker(l, new(logParts)), newLogWorker(l, new(logParts))}
	for part := range uint64(5) {
		for i, w := range workers {
			for day := range uint32(10) {
				w.tally.visitor(day, (2*part+uint64(i))<<40, []rollup.VariantName{variant})
			}
			if more, err := w.more(); more || err != nil {
				t.Fatal(more, err)
			}
			if len(w.tally.days) > 0 {
				t.Fatalf("worker %d has visitors of %d days", i, len(w.tally.days))
			}
		}
	}
	for day := range uint32(10) {
		u := l.tally.visitorsOn(day)
		if all, of := u.all.Count(), u.variant(variant).Count(); all != 10 || of != 10 {
			t.Errorf("day %d has %d visitors, %d of the variant; want 10", day, all, of)
		}
	}
}

// TestALargeLinkAmongManyIsReadInParts divides a link with half of all clicks and a hundred
// others.
func TestALargeLinkAmongManyIsReadInParts(t *testing.T) {
	l := emptyScan(t)
	for link := range uint32(101) {
		s := span{link: link, size: 100}
		s.grow(1, 1000)
		l.spans = append(l.spans, s)
	}
	l.spans[50].size, l.size = 10_000, 20_000
	parts := make(map[uint32]int)
	for i := range l.spans {
		s := &l.spans[i]
		parts[s.link] = len(s.cut(l.parts(s)))
	}
	for link, n := range parts {
		if want := map[bool]int{true: 1 + partsPerAnswer/2, false: 1}[link == 50]; n < want-1 || n > want {
			t.Errorf("link %d has %d parts, want %d", link, n, want)
		}
	}
}
