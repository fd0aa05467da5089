package analytics_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// The size of the soak, but for its clicks.
const (
	soakLinks = 10_000
	soakDays  = 365
)

// TestSoakStats makes as many clicks as LINKPACK_STATS says, over 10,000 links
// by Zipf's law and 365 days, in a bbolt file, and measures what a click takes
// there and how long the statistics of the hottest link take. Then it does the
// same with a hundredth of the clicks, both with so few different values, and
// all in one hour of each day, that the hottest link has every one of them on
// any day: what is left is what the clicks themselves cost.
func TestSoakStats(t *testing.T) {
	clicks, err := strconv.Atoi(os.Getenv("LINKPACK_STATS"))
	if err != nil {
		t.Skip("LINKPACK_STATS is no number of clicks")
	}
	wide := newSoak(t, newTraffic(soakLinks, soakFlush))
	wide.days(clicks/soakDays, 0, 10)
	tenDays := wide.close()
	wide.open()
	wide.days(clicks/soakDays, 10, soakDays)
	whole := wide.close()
	t.Logf("%d clicks in %v: %.0f B/click after 10 days, %.0f B/click in the end",
		wide.clicks, wide.took.Round(time.Millisecond), tenDays, whole)
	if whole > 250 {
		t.Errorf("a click takes %.0f bytes", whole)
	}
	wide.open()
	wide.ask("values of a busy site", 20*time.Millisecond)
	wide.askAll()

	var p50 [2]time.Duration
	for i, n := range []int{clicks, clicks / 100} {
		few := newTraffic(soakLinks, soakFlush)
		few.agents, few.referrers = rand.NewZipf(few.random, 1.1, 4, 3), rand.NewZipf(few.random, 1.1, 4, 3)
		few.countries = rand.NewZipf(few.random, 1.1, 4, 3)
		s := newSoak(t, few)
		s.spread = time.Hour
		s.days(n/soakDays, 0, soakDays)
		s.close()
		s.open()
		p50[i] = s.ask("a few values, "+strconv.Itoa(s.clicks)+" clicks", 20*time.Millisecond)
	}
	ratio := float64(p50[0]) / float64(p50[1])
	t.Logf("a hundred times the clicks take %.2f times as long", ratio)
	if ratio > 1.5 {
		t.Errorf("statistics cost more with more clicks: %.2f times", ratio)
	}
}

// soakFlush is the number of clicks of a flush.
const soakFlush = 9000

// soak is a file that is filled with clicks.
type soak struct {
	*testing.T
	*traffic
	path     string
	store    *bolt.Store
	recorder *analytics.Recorder
	now      time.Time
	begin    time.Time
	spread   time.Duration // of a day's clicks
	clicks   int
	took     time.Duration
}

func newSoak(t *testing.T, source *traffic) *soak {
	s := &soak{T: t, traffic: source, path: filepath.Join(t.TempDir(), "clicks.db"), spread: 24 * time.Hour}
	s.begin = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	s.now = s.begin
	s.open()
	t.Cleanup(func() { s.close() })
	return s
}

func (s *soak) open() {
	var err error
	if s.store, err = bolt.Open(s.path, nil); err != nil {
		s.Fatal(err)
	}
	if s.recorder, err = analytics.OpenRecorder(context.Background(), s.store, &analytics.Options{Clock: s.clock}); err != nil {
		s.Fatal(err)
	}
}

func (s *soak) clock() time.Time { return s.now }

// close folds everything and returns the bytes that a click takes.
func (s *soak) close() float64 {
	begin := time.Now()
	if err := s.recorder.Close(context.Background()); err != nil {
		s.Fatal(err)
	}
	if err := s.store.Close(); err != nil {
		s.Fatal(err)
	}
	s.took += time.Since(begin)
	info, err := os.Stat(s.path)
	if err != nil {
		s.Fatal(err)
	}
	return float64(info.Size()) / float64(s.clicks)
}

// days records the clicks of some days.
func (s *soak) days(clicks, from, to int) {
	begin := time.Now()
	for day := from; day < to; day++ {
		for left := clicks; left > 0; {
			n := min(left, soakFlush)
			every := s.spread / time.Duration(clicks)
			s.now = s.begin.AddDate(0, 0, day).Add(time.Duration(clicks-left) * every)
			s.flush(n, every)
			left -= n
		}
	}
	s.took += time.Since(begin)
}

// flush records n clicks, one after the other.
func (s *soak) flush(n int, every time.Duration) {
	for i := range n {
		hit := s.hit(i, s.now)
		hit.Visit.Time = s.now.Add(time.Duration(i) * every)
		if err := s.recorder.Record(context.Background(), hit); err != nil {
			s.Fatal(err)
		}
	}
	if err := s.recorder.Flush(context.Background()); err != nil {
		s.Fatal(err)
	}
	s.clicks += n
}

// ask measures totals, daily series and all breakdowns of the hottest link.
func (s *soak) ask(what string, limit time.Duration) (p50 time.Duration) {
	query := analytics.Query{
		Links: []uint32{1}, From: s.begin, To: s.begin.AddDate(0, 0, soakDays), Granularity: analytics.Daily,
	}
	var took []time.Duration
	var stats *analytics.Stats
	for range 41 {
		begin := time.Now()
		var err error
		if stats, err = s.recorder.Stats(context.Background(), query); err != nil {
			s.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	p50 = took[len(took)/2]
	s.Logf("%s: the hottest link's year takes %v (p95 %v); it has %d clicks, %d daily uniques, %d referrers",
		what, p50.Round(time.Microsecond), took[len(took)*95/100].Round(time.Microsecond), stats.Clicks(), stats.DailyUniques,
		len(stats.Breakdowns[analytics.ByReferrer]))
	if p50 > limit {
		s.Errorf("statistics take %v, more than %v", p50, limit)
	}
	return p50
}

// askAll measures the statistics of all links together, for a month and a year.
func (s *soak) askAll() {
	links := make([]uint32, soakLinks)
	for i := range links {
		links[i] = uint32(i + 1)
	}
	for _, days := range []int{30, soakDays} {
		begin := time.Now()
		stats, err := s.recorder.Stats(context.Background(), analytics.Query{
			Links: links, From: s.begin, To: s.begin.AddDate(0, 0, days), Granularity: analytics.Daily,
		})
		if err != nil {
			s.Fatal(err)
		}
		s.Logf("all links, %d days: %v; %d clicks, %d daily uniques",
			days, time.Since(begin).Round(time.Millisecond), stats.Clicks(), stats.DailyUniques)
	}
}
