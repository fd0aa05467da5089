package recorder_test

import (
	"context"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// addUp closes all days, and measures how long that takes and what a click takes
// then: at most 1.1 times a number of bytes, unless that is 0.
func (s *soak) addUp(before, bytes float64) {
	s.now = s.begin.AddDate(0, 0, soakDays).Add(time.Hour)
	begin := time.Now()
	if err := recorder.CloseDays(context.Background(), s.recorder); err != nil {
		s.Fatal(err)
	}
	took := time.Since(begin)
	after := s.close()
	s.open()
	s.Logf("adding up the days takes %v: %.2f B/click became %.2f", took.Round(time.Millisecond), before, after)
	if bytes > 0 && after > 1.1*bytes {
		s.Errorf("with the sums a click takes %.2f bytes, more than 1.1 times %.0f", after, bytes)
	}
}

// askAll measures the statistics of all links together, for a month and a year: as
// a workspace, and one by one, as those of a tag.
func (s *soak) askAll() {
	links := make([]uint32, soakLinks)
	for i := range links {
		links[i] = uint32(i + 1)
	}
	s.askFor("the workspace's", 30*time.Millisecond, analytics.Query{Workspace: trafficWorkspace})
	s.askFor("all links'", 250*time.Millisecond, analytics.Query{Links: links})
}

// askFor measures a month and a year, which has a limit unless it is 0.
func (s *soak) askFor(whose string, limit time.Duration, q analytics.Query) {
	for _, days := range []int{30, soakDays} {
		q.From, q.To, q.Granularity = s.begin, s.begin.AddDate(0, 0, days), analytics.Daily
		var took []time.Duration
		for range 11 {
			begin := time.Now()
			stats, err := s.recorder.Stats(context.Background(), q)
			if err != nil {
				s.Fatal(err)
			}
			if took = append(took, time.Since(begin)); len(took) == 1 {
				s.Logf("%s %d days: %d clicks, %d daily uniques", whose, days, stats.Clicks(), stats.DailyUniques)
			}
		}
		slices.Sort(took)
		p50 := took[len(took)/2]
		s.Logf("%s %d days take %v", whose, days, p50.Round(time.Microsecond))
		if limit > 0 && p50 > limit {
			s.Errorf("%s %d days take %v, more than %v", whose, days, p50, limit)
		}
	}
}
