package recorder_test

import (
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// slowAsks is the number of queries that a median is taken of.
const slowAsks = 7

// slowFilters measures filtered statistics of a link's year.
func slowFilters(t *testing.T, clicks int) {
	s := newSoak(t, newTraffic(1, soakFlush))
	s.days(clicks/soakDays, 0, soakDays)
	t.Logf("a link: %d clicks, %.0f/s, %.1f B/click", s.clicks, float64(s.clicks)/s.took.Seconds(), s.close())
	s.open()
	peak := watchMemory(t)
	for _, filter := range []map[analytics.Dimension][]string{
		nil,
		{analytics.ByCountry: {"AC"}},
		{analytics.ByCountry: {"AC"}, analytics.ByReferrer: {"site-3.example.com"}},
	} {
		q := analytics.Query{Links: []uint32{1}, From: s.begin, To: s.begin.AddDate(0, 0, soakDays), Granularity: analytics.Daily, Filter: filter}
		took := s.median(q)
		t.Logf("a year with %d filters takes %v, %.3f µs a click", len(filter), took.Round(time.Microsecond), perSlow(took, s.clicks))
	}
	t.Logf("up to %d MB of memory", peak()>>20)
}

// median measures the same question several times.
func (s *soak) median(q analytics.Query) time.Duration {
	var took []time.Duration
	for range slowAsks {
		took = append(took, s.answer(q))
	}
	slices.Sort(took)
	return took[slowAsks/2]
}

// answer measures the statistics for a query.
func (s *soak) answer(q analytics.Query) time.Duration {
	begin := time.Now()
	if _, err := s.recorder.Stats(s.Context(), q); err != nil {
		s.Fatal(err)
	}
	return time.Since(begin)
}
