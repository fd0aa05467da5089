package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// hitsOf turns clicks of the tests' links back into hits.
func hitsOf(clicks iter.Seq2[analytics.Click, error]) iter.Seq2[analytics.Hit, error] {
	return func(yield func(analytics.Hit, error) bool) {
		plans := map[[2]uint32]*analytics.Plan{}
		for c, err := range clicks {
			var h analytics.Hit
			if err == nil {
				var link uint64
				link, err = strconv.ParseUint(c.Link.ID, 10, 32)
				key := [2]uint32{uint32(link), c.Revision}
				if plans[key] == nil {
					plans[key] = modelPlan(key[0], key[1])
				}
				if err == nil {
					h, err = recorder.HitOf(&c, plans[key])
				}
			}
			if !yield(h, err) {
				return
			}
		}
	}
}

func TestExportedClicksAreImportedAsTheyWere(t *testing.T) {
	from, m := recordSome(t, memory.New(), 5, 6000)
	var file bytes.Buffer
	if n, err := clickfile.WriteJSON(&file, from.Export(t.Context(), analytics.Selection{})); n != len(m) || err != nil {
		t.Fatal(n, err)
	}
	to := open(t, memory.New(), nil)
	if n, err := to.Import(t.Context(), hitsOf(clickfile.ReadJSON(&file))); n != len(m) || err != nil {
		t.Fatal(n, err)
	}
	for _, link := range []uint32{1, 2, 300, 70_000} {
		q := analytics.Query{Links: []uint32{link}, From: noon.AddDate(0, 0, -3), To: noon.AddDate(0, 0, 7), Location: time.UTC}
		got, err := to.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		compareStats(t, got, m.stats(q))
		want := collect(t, from.Clicks(t.Context(), link))
		copies := collect(t, to.Clicks(t.Context(), link))
		if !slices.EqualFunc(copies, want, func(a, b analytics.Click) bool {
			return equalClicks(a, b) && a.Visitor == b.Visitor && a.Familiarity == b.Familiarity
		}) {
			t.Errorf("link %d: clicks differ from those that were exported", link)
		}
	}
}

// past yields hits of link 1, a minute apart, that spoil may change.
func past(n int, spoil func(i int, h *analytics.Hit)) iter.Seq2[analytics.Hit, error] {
	return func(yield func(analytics.Hit, error) bool) {
		shared := plan(1)
		for i := range n {
			h := hit(1)
			h.Plan, h.Visit.Time = shared, noon.Add(time.Duration(i)*time.Minute)
			if spoil != nil {
				spoil(i, &h)
			}
			if !yield(h, nil) {
				return
			}
		}
	}
}

func TestBadHitIsNamedAndItsBlockIsNotWritten(t *testing.T) {
	for name, tt := range map[string]struct {
		bad, taken int
		field      string
		spoil      func(h *analytics.Hit)
	}{
		"no plan":        {0, 0, "Plan", func(h *analytics.Hit) { h.Plan = nil }},
		"unknown rule":   {4095, 0, "Rule", func(h *analytics.Hit) { h.Rule = 9 }},
		"no time":        {4096, 4096, "Visit.Time", func(h *analytics.Hit) { h.Visit.Time = time.Time{} }},
		"before 1970":    {5000, 4096, "Visit.Time", func(h *analytics.Hit) { h.Visit.Time = time.Unix(-1, 0) }},
		"in the future":  {8999, 8192, "Visit.Time", func(h *analytics.Hit) { h.Visit.Time = time.Now().Add(time.Hour) }},
		"unknown splits": {8192, 8192, "Draws", func(h *analytics.Hit) { h.Draws = []routing.Draw{{Split: 3}} }},
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t, memory.New(), nil)
			n, err := r.Import(t.Context(), past(9000, func(i int, h *analytics.Hit) {
				if i == tt.bad {
					tt.spoil(h)
				}
			}))
			var bad *analytics.ImportError
			var wrong *routing.FieldError
			if n != tt.taken || !errors.As(err, &bad) || bad.Index != tt.bad || !errors.As(err, &wrong) || wrong.Field != tt.field {
				t.Errorf("taken %d, %v", n, err)
			}
			if got := len(collect(t, r.Export(t.Context(), analytics.Selection{}))); got != tt.taken {
				t.Errorf("%d hits are in the log", got)
			}
		})
	}
}

func TestImportWaitsForTheStoreAndLosesNothing(t *testing.T) {
	store := &shaky{Store: memory.New()}
	r := open(t, store, &analytics.Options{QueueSize: 10})
	count := 0
	store.decide(func() fate { count++; return fate(count % int(numFates)) })
	var live sync.WaitGroup
	live.Go(func() {
		for range 20 {
			record(t, r, hit(2))
		}
	})
	n, err := r.Import(t.Context(), past(20_000, nil))
	live.Wait()
	if n != 20_000 || err != nil {
		t.Errorf("taken %d, %v", n, err)
	}
	for link, want := range map[uint32]int{1: 20_000, 2: 20} {
		if got := len(newest(t, r, link, -1)); got != want {
			t.Errorf("link %d has %d clicks, want %d", link, got, want)
		}
	}
	if m := r.Metrics(); m.Lost != 0 || m.Recorded != 20_020 {
		t.Errorf("%+v", m)
	}
	store.decide(func() fate { return passes })
}

func TestVisitorsOfAnImportAreOneWithinADay(t *testing.T) {
	r := open(t, memory.New(), nil)
	var visitors []map[uint64]bool
	for range 2 {
		_, err := r.Import(t.Context(), past(3*24, func(i int, h *analytics.Hit) {
			h.Visit.Time = noon.Truncate(24 * time.Hour).Add(time.Duration(i) * time.Hour)
		}))
		if err != nil {
			t.Fatal(err)
		}
		days := make([]map[uint64]bool, 3)
		for _, c := range newest(t, r, 1, 3*24) {
			day := int(c.Time.Sub(noon.Truncate(24*time.Hour)) / (24 * time.Hour))
			if days[day] == nil {
				days[day] = map[uint64]bool{}
			}
			days[day][c.Visitor] = true
		}
		visitors = append(visitors, days...)
	}
	all := map[uint64]bool{}
	for i, day := range visitors {
		if len(day) != 1 {
			t.Errorf("the one visitor of day %d has become %d", i, len(day))
		}
		for v := range day {
			all[v] = true
		}
	}
	if len(all) != 6 {
		t.Errorf("he can be followed: %d hashes on 3 days in 2 imports", len(all))
	}
}

func TestVisitorsOfAnImportAreOneWithinThirtyDays(t *testing.T) {
	r := open(t, memory.New(), &analytics.Options{KeyDays: 30, Clock: func() time.Time { return april7.AddDate(0, 0, 9) }})
	_, err := r.Import(t.Context(), past(32, func(i int, h *analytics.Hit) { // up to the first two days of the next
		h.Visit.Time = march8.AddDate(0, 0, i)
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		from, to  time.Time
		different int
	}{{march8, april7.Add(-1), 1}, {april7, april7.AddDate(0, 0, 1), 1}, {april7.Add(-1), april7.Add(1), -1}} {
		v := oneVisitor{T: t}
		if got := v.uniques(r, tt.from, tt.to); got != tt.different {
			t.Errorf("%d uniques from %v to %v, want %d", got, tt.from, tt.to, tt.different)
		}
	}
}

func TestImportEnds(t *testing.T) {
	t.Run("with its context", func(t *testing.T) {
		r := open(t, memory.New(), nil)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n, err := r.Import(ctx, past(9000, func(i int, _ *analytics.Hit) {
			if i == 5000 {
				cancel()
			}
		}))
		if n != 4096 || !errors.Is(err, context.Canceled) {
			t.Errorf("taken %d, %v", n, err)
		}
	})
	t.Run("with the recorder", func(t *testing.T) {
		r := open(t, memory.New(), nil)
		n, err := r.Import(t.Context(), past(9000, func(i int, _ *analytics.Hit) {
			if i == 5000 {
				if err := r.Close(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}))
		if n != 4096 || !errors.Is(err, analytics.ErrClosed) {
			t.Errorf("taken %d, %v", n, err)
		}
	})
	t.Run("with the store's patience", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		store := &shaky{Store: memory.New()}
		store.decide(func() fate { cancel(); return neverRuns })
		r := open(t, store, nil)
		n, err := r.Import(ctx, past(10, nil))
		if n != 0 || !errors.Is(err, analytics.ErrLate) {
			t.Errorf("taken %d, %v", n, err)
		}
		store.decide(func() fate { return passes })
	})
	t.Run("with its source", func(t *testing.T) {
		r := open(t, memory.New(), nil)
		n, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
			for h, err := range past(7, nil) {
				yield(h, err)
			}
			yield(analytics.Hit{}, errBroken)
		})
		var bad *analytics.ImportError
		if n != 0 || !errors.Is(err, errBroken) || !errors.As(err, &bad) || bad.Index != 7 {
			t.Errorf("taken %d, %v", n, err)
		}
	})
}
