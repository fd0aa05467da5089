package recorder_test

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
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// The size of the soak, except for its number of clicks.
const (
	soakLinks = 10_000
	soakDays  = 365
)

// usualClicks is the number of clicks for which the limits of bytes hold.
const usualClicks = 10_000_000

// The bytes that a click took before days and months were added up.
const (
	wideBytes = 132 // many different values
	manyBytes = 100 // few different values
	fewBytes  = 341 // a hundredth of the clicks
)

// TestSoakStats records LINKPACK_STATS clicks in a bbolt file, over 365 days and
// 10,000 links by Zipf's law. It measures the bytes of a click and the time of the
// hottest link's statistics.
//
// Then it compares all clicks with a hundredth of them. Both have few different values
// and are in one hour of each day, so that the hottest link has every value on every
// day. The difference is then the cost of the clicks alone.
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
	t.Logf("%d clicks in %v: %.2f B/click after 10 days, %.2f B/click in the end",
		wide.clicks, wide.took.Round(time.Millisecond), tenDays, whole)
	if whole > 250 {
		t.Errorf("a click takes %.0f bytes", whole)
	}
	wide.open()
	wide.ask(20 * time.Millisecond)
	wide.addUp(whole, ifUsual(clicks, wideBytes))
	wide.ask(20 * time.Millisecond)
	wide.askAll()

	many := newNarrowSoak(t, clicks, ifUsual(clicks, manyBytes))
	few := newNarrowSoak(t, clicks/100, ifUsual(clicks, fewBytes))
	ratio := compareYears(many, few)
	t.Logf("a hundred times the clicks take %.2f times as long", ratio)
	if ratio > 1.5 {
		t.Errorf("statistics cost more with more clicks: %.2f times", ratio)
	}
}

// ifUsual returns a number of bytes if the number of clicks is the usual one, else 0.
func ifUsual(clicks int, bytes float64) float64 {
	if clicks != usualClicks {
		return 0
	}
	return bytes
}

// newNarrowSoak fills a file with few different values. A click may take 1.1 times so
// many bytes.
func newNarrowSoak(t *testing.T, clicks int, bytes float64) *soak {
	source := newTraffic(soakLinks, soakFlush)
	source.agents, source.referrers = rand.NewZipf(source.random, 1.1, 4, 3), rand.NewZipf(source.random, 1.1, 4, 3)
	source.countries = rand.NewZipf(source.random, 1.1, 4, 3)
	s := newSoak(t, source)
	s.spread = time.Hour
	s.days(clicks/soakDays, 0, soakDays)
	before := s.close()
	s.open()
	s.addUp(before, bytes)
	return s
}

// compareYears queries two files in turns, so that other load affects both alike. It
// returns how many times as long the first takes.
func compareYears(a, b *soak) float64 {
	var took [2][]time.Duration
	for range asks {
		for i, s := range []*soak{a, b} {
			d, _ := s.year()
			took[i] = append(took[i], d)
		}
	}
	for i, s := range []*soak{a, b} {
		slices.Sort(took[i])
		s.Logf("a few values, %d clicks: the hottest link's year takes %v", s.clicks, took[i][asks/2].Round(time.Microsecond))
	}
	return float64(took[0][asks/2]) / float64(took[1][asks/2])
}

// soakFlush is the number of clicks of a flush.
const soakFlush = 9000

// soak is a file that is filled with clicks.
type soak struct {
	*testing.T
	*traffic
	path     string
	store    *bolt.Store
	recorder *recorder.Recorder
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
	if s.recorder, err = recorder.Open(context.Background(), s.store, &analytics.Options{Clock: s.clock}); err != nil {
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

// asks is the number of queries that a median is taken of.
const asks = 101

// ask measures the hottest link's year.
func (s *soak) ask(limit time.Duration) {
	var took []time.Duration
	var stats *analytics.Stats
	for range asks {
		var d time.Duration
		d, stats = s.year()
		took = append(took, d)
	}
	slices.Sort(took)
	p50 := took[asks/2]
	s.Logf("the hottest link's year takes %v (p95 %v); it has %d clicks, %d daily uniques, %d referrers",
		p50.Round(time.Microsecond), took[asks*95/100].Round(time.Microsecond), stats.Clicks(), stats.DailyUniques,
		len(stats.Breakdowns[analytics.ByReferrer]))
	if p50 > limit {
		s.Errorf("statistics take %v, more than %v", p50, limit)
	}
}

// year asks for totals, daily series and all breakdowns of the hottest link.
func (s *soak) year() (time.Duration, *analytics.Stats) {
	begin := time.Now()
	stats, err := s.recorder.Stats(context.Background(), analytics.Query{
		Links: []uint32{1}, From: s.begin, To: s.begin.AddDate(0, 0, soakDays), Granularity: analytics.Daily,
	})
	if err != nil {
		s.Fatal(err)
	}
	return time.Since(begin), stats
}
