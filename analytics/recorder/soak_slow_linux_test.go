package recorder_test

import (
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// The size of the soak of what was slow once, except for its number of clicks.
const (
	slowLinks = 100_000
	slowDays  = 730
)

// TestSoakSlow measures what was slow once. It records LINKPACK_SLOW clicks on 100,000
// links by Zipf's law over two years, a tenth of them on a single link over a year, and
// some in small flushes.
func TestSoakSlow(t *testing.T) {
	clicks, err := strconv.Atoi(os.Getenv("LINKPACK_SLOW"))
	if err != nil {
		t.Skip("LINKPACK_SLOW is no number of clicks")
	}
	t.Run("many links", func(t *testing.T) { slowMany(t, clicks) })
	t.Run("a link", func(t *testing.T) { slowFilters(t, clicks/10) })
	t.Run("small flushes", slowFlushes)
}

// slowMany measures recording, bytes, statistics and a rebuild of many links. Every 30
// days, all clicks are folded and the days are tended, as upkeep does on each day.
func slowMany(t *testing.T, clicks int) {
	s := newSoak(t, newTraffic(slowLinks, soakFlush))
	tended, closing, bytes, before := time.Duration(0), time.Duration(0), 0.0, processorTime(t)
	for day := 0; day < slowDays; day += 30 {
		end := min(day+30, slowDays)
		s.days(clicks/slowDays, day, end)
		took := s.took
		bytes = s.close()
		closing = s.took - took
		s.open()
		tended += s.tend(end)
	}
	t.Logf("recording %d clicks: %.0f/s; tending the days: %v more; %.2f µs of processor time each in all",
		s.clicks, float64(s.clicks)/s.took.Seconds(), tended.Round(time.Millisecond), perSlow(processorTime(t)-before, s.clicks))
	t.Logf("closing takes %v; %.1f B/click", closing.Round(time.Millisecond), bytes)
	s.askSlow()
	s.rebuildSlow()
}

// tend tends the days before a day.
func (s *soak) tend(day int) time.Duration {
	s.now = s.begin.AddDate(0, 0, day)
	begin := time.Now()
	if err := recorder.Tend(s.Context(), s.recorder); err != nil {
		s.Fatal(err)
	}
	return time.Since(begin)
}

func perSlow(d time.Duration, clicks int) float64 { return d.Seconds() * 1e6 / float64(clicks) }

// askSlow measures statistics of two years.
func (s *soak) askSlow() {
	var hundred []uint32
	for i := range uint32(100) {
		hundred = append(hundred, 1+i*(slowLinks/100))
	}
	for _, q := range []struct {
		name  string
		query analytics.Query
	}{
		{"all links", analytics.Query{Workspace: trafficWorkspace}},
		{"100 links", analytics.Query{Links: hundred}},
		{"a link with 24 clicks", analytics.Query{Links: []uint32{s.linkWith(24)}}},
		{"the hottest link", analytics.Query{Links: []uint32{1}}},
	} {
		s.reopenCold()
		q.query.From, q.query.To, q.query.Granularity = s.begin, s.begin.AddDate(0, 0, slowDays), analytics.Daily
		cold := s.answer(q.query)
		before := processorTime(s.T)
		warm := s.median(q.query)
		s.Logf("%s, all time: %v warm, %v of processor time, %v cold", q.name,
			warm.Round(time.Microsecond), ((processorTime(s.T) - before) / slowAsks).Round(time.Microsecond), cold.Round(time.Microsecond))
	}
}

// linkWith returns a link with a number of clicks.
func (s *soak) linkWith(clicks uint64) uint32 {
	links := make([]uint32, slowLinks)
	for i := range links {
		links[i] = uint32(i + 1)
	}
	totals, err := s.recorder.Totals(s.Context(), links)
	if err != nil {
		s.Fatal(err)
	}
	i := slices.IndexFunc(totals, func(c analytics.ClassCounts) bool { return c[analytics.Human] == clicks })
	if i < 0 {
		s.Logf("no link has %d clicks", clicks)
		return slowLinks / 2
	}
	return links[i]
}

// rebuildSlow rebuilds all rollups and measures the memory for it.
func (s *soak) rebuildSlow() {
	begin, peak := time.Now(), watchMemory(s.T)
	if _, err := s.recorder.Rebuild(s.Context(), analytics.Selection{}); err != nil {
		s.Fatal(err)
	}
	s.Logf("a rebuild takes %v and up to %d MB", time.Since(begin).Round(time.Millisecond), peak()>>20)
}
