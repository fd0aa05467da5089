package recorder_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// The period of 30 days that noon lies in, and the first moment after it.
var (
	march8 = time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)
	april7 = time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)
)

// sameKeys has visitors hashed the same in every run, where their number is
// estimated: some keys estimate badly.
func sameKeys() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// oneVisitor is somebody who comes again and again.
type oneVisitor struct {
	*testing.T
	store analytics.Store
	now   time.Time
}

// open opens a recorder with a period.
func (v *oneVisitor) open(period int) *recorder.Recorder {
	return open(v.T, v.store, &analytics.Options{KeyDays: period, Clock: func() time.Time { return v.now }})
}

// hash has the visitor come, and returns what he is told apart by.
func (v *oneVisitor) hash(r *recorder.Recorder, at time.Time) uint64 {
	v.Helper()
	v.now = at
	h := hit(1)
	h.Visit.Time = at
	record(v, r, h)
	return newest(v, r, 1, 1)[0].Visitor
}

// secret has the visitor come, restarts, and returns the only key there is.
func (v *oneVisitor) secret(period int, at time.Time) []byte {
	v.Helper()
	r := v.open(period)
	v.hash(r, at)
	if err := r.Close(v.Context()); err != nil {
		v.Fatal(err)
	}
	var keys [][]byte
	for _, row := range rows(v, v.store, analytics.TableShared) {
		if strings.HasPrefix(string(row.Key), "visitor key") {
			keys = append(keys, row.Value)
		}
	}
	if len(keys) != 1 {
		v.Fatalf("%d keys are stored", len(keys))
	}
	return keys[0]
}

// uniques returns how many different visitors there were from one day to
// another; -1 when nobody knows.
func (v *oneVisitor) uniques(r *recorder.Recorder, from, to time.Time) int {
	v.Helper()
	s, err := r.Stats(v.Context(), analytics.Query{Links: []uint32{1}, From: from, To: to})
	switch {
	case err != nil:
		v.Fatal(err)
	case s.Uniques == nil:
		return -1
	}
	return int(*s.Uniques)
}

func TestVisitorsCannotBeFollowedFromPeriodToPeriod(t *testing.T) {
	for _, tt := range []struct {
		period             int
		first, last, after time.Time
	}{
		{1, noon, noon.Add(12*time.Hour - 1), noon.Add(12 * time.Hour)},
		{30, march8, april7.Add(-1), april7},
	} {
		v := &oneVisitor{T: t, store: memory.New(), now: tt.first}
		r := v.open(tt.period)
		first := v.hash(r, tt.first)
		if v.hash(r, tt.last) != first {
			t.Errorf("period %d: a visitor changes within it", tt.period)
		}
		second := v.hash(r, tt.after)
		if second == first {
			t.Errorf("period %d: a visitor stays the same in the next", tt.period)
		}
		if v.hash(r, tt.last) != second {
			t.Errorf("period %d: a clock that goes back brings the old key back", tt.period)
		}
	}
}

// TestAClockThatRanAheadKeepsNobodyKnown sets the clock forward by 40 days and
// back.
func TestAClockThatRanAheadKeepsNobodyKnown(t *testing.T) {
	for _, period := range []int{1, 30} {
		v := &oneVisitor{T: t, store: memory.New(), now: noon}
		r := v.open(period)
		v.hash(r, noon)
		ahead := v.hash(r, noon.AddDate(0, 0, 40))
		back := v.hash(r, noon)
		if back == ahead {
			t.Errorf("period %d: the key of the future stays", period)
		}
		if v.hash(r, noon.Add(time.Hour)) != back {
			t.Errorf("period %d: a visitor changes within it", period)
		}
		if next := v.hash(r, noon.AddDate(0, 0, 10)); next == back || next == ahead {
			t.Errorf("period %d: a visitor stays the same in the next", period)
		}
	}
}

// TestAPeriodIsTakenBackAfterTheClockRanAhead chooses one that begins behind
// days whose clicks are still to come.
func TestAPeriodIsTakenBackAfterTheClockRanAhead(t *testing.T) {
	v := &oneVisitor{T: t, store: memory.New()}
	v.secret(1, noon.AddDate(0, 0, 40))
	v.secret(30, noon)
	v.secret(1, noon.AddDate(0, 0, 1))
	if n := v.uniques(v.open(1), noon.AddDate(0, 0, 41), noon.AddDate(0, 0, 42)); n != -1 {
		t.Errorf("%d uniques of two days, which have a key each", n)
	}
}

func TestVisitorKeyOutlivesTheProcessAndNotThePeriod(t *testing.T) {
	for _, tt := range []struct {
		period             int
		first, last, after time.Time
	}{
		{1, noon, noon.Add(time.Hour), noon.Add(24 * time.Hour)},
		{30, march8, april7.Add(-1), april7},
	} {
		v := &oneVisitor{T: t, store: memory.New()}
		first := v.secret(tt.period, tt.first)
		if !bytes.Equal(first, v.secret(tt.period, tt.last)) {
			t.Errorf("period %d: the key changes with the process", tt.period)
		}
		if bytes.Equal(first, v.secret(tt.period, tt.after)) {
			t.Errorf("period %d: the key outlives it", tt.period)
		}
	}
}

// TestAnotherPeriodBeginsTomorrow changes the period in the middle of a day.
func TestAnotherPeriodBeginsTomorrow(t *testing.T) {
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	for name, tt := range map[string]struct {
		before, after int
		known         [3]int // uniques before, over the change, and after it
	}{
		"from a day to thirty": {1, 30, [3]int{-1, -1, 1}},
		"from thirty to a day": {30, 1, [3]int{1, -1, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			v := &oneVisitor{T: t, store: memory.New(), now: noon}
			r := v.open(tt.before)
			v.hash(r, day(-1))
			today := v.hash(r, noon)
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			r = v.open(tt.after)
			if v.hash(r, noon.Add(time.Hour)) != today {
				t.Error("the key of today is another")
			}
			if tomorrow := v.hash(r, day(1)); tomorrow == today || v.hash(r, day(2)) == tomorrow != (tt.after == 30) {
				t.Error("the period of tomorrow is not the new one")
			}
			for range 2 { // also when it is read again
				got := [3]int{v.uniques(r, day(-1), day(0)), v.uniques(r, day(-1), day(1)), v.uniques(r, day(1), day(2))}
				if got != tt.known {
					t.Errorf("uniques are %v, want %v", got, tt.known)
				}
				if err := r.Close(t.Context()); err != nil {
					t.Fatal(err)
				}
				r = v.open(tt.after)
			}
		})
	}
}

func TestAPeriodThatIsTakenBackWasNone(t *testing.T) {
	v := &oneVisitor{T: t, store: memory.New()}
	first := v.secret(30, noon)
	v.secret(1, noon.Add(time.Hour))
	if !bytes.Equal(first, v.secret(30, noon.AddDate(0, 0, 1))) {
		t.Error("the key of 30 days did not survive a look at the other period")
	}
	if n := v.uniques(v.open(30), noon, noon.AddDate(0, 0, 5)); n != 1 {
		t.Errorf("%d uniques", n)
	}
}

// TestManyVisitorsOfSeveralDaysAreCountedOnce has 6,000 come on each of three
// days, half of them again on the next, to one of two links.
func TestManyVisitorsOfSeveralDaysAreCountedOnce(t *testing.T) {
	r := open(t, memory.New(), &analytics.Options{KeyDays: 30, Random: sameKeys()})
	_, err := r.Import(t.Context(), past(18_000, func(i int, h *analytics.Hit) {
		who := i/6000*3000 + i%6000
		h.Plan = plan(uint32(1 + who%2))
		h.Visit.Time = march8.AddDate(0, 0, i/6000)
		h.Visit.Addr = netip.AddrFrom4([4]byte{10, 0, byte(who >> 8), byte(who)})
	}))
	if err != nil {
		t.Fatal(err)
	}
	germans := map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}
	for folded := range 2 {
		for name, tt := range map[string]struct {
			links    []uint32
			filter   map[analytics.Dimension][]string
			want, by float64
		}{
			"a link":          {[]uint32{1}, nil, 6000, 9000},
			"a link filtered": {[]uint32{1}, germans, 6000, 9000},
			"both":            {[]uint32{1, 2}, nil, 12_000, 18_000},
			"both filtered":   {[]uint32{1, 2}, germans, 12_000, 18_000},
		} {
			q := analytics.Query{Links: tt.links, From: march8, To: march8.AddDate(0, 0, 3), Filter: tt.filter}
			s, err := r.Stats(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			off := func(got uint64, want float64) bool { return math.Abs(float64(got)-want) > 0.03*want }
			if s.Uniques == nil || off(*s.Uniques, tt.want) || off(s.DailyUniques, tt.by) {
				t.Errorf("%s, folded %d: %v, %d by day; want %v, %v", name, folded, s.Uniques, s.DailyUniques, tt.want, tt.by)
			}
		}
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheFirstDayOfTheEpochHasAKeyToo is about days that a zero could be taken
// for.
func TestTheFirstDayOfTheEpochHasAKeyToo(t *testing.T) {
	for _, period := range []int{1, 30} {
		var live, imported [2]uint64
		for i := range live {
			v := &oneVisitor{T: t, store: memory.New(), now: time.Unix(1000, 0)}
			r := v.open(period)
			live[i] = v.hash(r, v.now)
			if _, err := r.Import(t.Context(), past(1, func(_ int, h *analytics.Hit) { h.Visit.Time = v.now })); err != nil {
				t.Fatal(err)
			}
			imported[i] = newest(t, r, 1, 1)[0].Visitor
		}
		if live[0] == live[1] || imported[0] == imported[1] {
			t.Errorf("period %d: visitors are hashed without a secret: %x, %x", period, live, imported)
		}
	}
}
