package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// collect returns the clicks of a sequence.
func collect[T any](t testing.TB, clicks iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for c, err := range clicks {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// recordSome records random clicks of some links in several flushes, folding in
// between, and returns what was recorded.
func recordSome(t *testing.T, store analytics.Store, seed uint64, clicks int) (*recorder.Recorder, model) {
	t.Helper()
	s := &source{Rand: rand.New(rand.NewPCG(seed, 1)), links: []uint32{1, 2, 300, 70_000}, now: noon, variety: 20}
	var m model
	r, err := recorder.OpenFoldingInParts(t.Context(), store, nil)
	for n := range clicks {
		if err != nil {
			t.Fatal(err)
		}
		h, f := s.next()
		m = append(m, f)
		if err = r.Record(t.Context(), h); err == nil && s.IntN(40) == 0 {
			err = r.Flush(t.Context())
		}
		if n == clicks/2 { // folds everything
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			r, err = recorder.OpenFoldingInParts(t.Context(), store, nil)
		}
	}
	t.Cleanup(func() { _ = r.Close(context.Background()) })
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r, m
}

// key is a click as far as the model knows it.
func clickKey(link uint32, at time.Time, class analytics.Class) string {
	return fmt.Sprint(link, at.UnixMilli(), class)
}

func TestExportHasTheClicksOfItsSelection(t *testing.T) {
	r, m := recordSome(t, memory.New(), 1, 3000)
	last := m[len(m)-1].time
	for name, sel := range map[string]analytics.Selection{
		"everything":           {},
		"no links":             {Links: []uint32{}},
		"an unknown link":      {Links: []uint32{5}},
		"a link":               {Links: []uint32{2}},
		"links, one twice":     {Links: []uint32{70_000, 1, 1}},
		"from":                 {From: noon.Add(3 * time.Hour)},
		"to":                   {To: noon.Add(5 * time.Hour)},
		"a day":                {From: noon, To: noon.AddDate(0, 0, 1)},
		"an hour of a link":    {Links: []uint32{300}, From: noon.Add(7 * time.Hour), To: noon.Add(8 * time.Hour)},
		"the end":              {From: last.Add(-time.Hour), To: last.Add(time.Hour)},
		"less than a thousand": {Links: []uint32{1}, From: noon.Add(time.Microsecond), To: noon.Add(time.Hour + 1)},
		"before everything":    {To: noon.AddDate(-1, 0, 0)},
		"after everything":     {From: noon.AddDate(1, 0, 0)},
		"before 1970":          {From: time.Unix(-1e6, 0), To: time.Unix(-1, 0)},
	} {
		var want, got []string
		for _, f := range m {
			if (sel.Links == nil || slices.Contains(sel.Links, f.link)) && !f.time.Before(sel.From) && (sel.To.IsZero() || f.time.Before(sel.To)) {
				want = append(want, clickKey(f.link, f.time, f.class))
			}
		}
		ids := map[string]bool{}
		for _, c := range collect(t, r.Export(t.Context(), sel)) {
			got = append(got, clickKey(c.Link.Number, c.Time, c.Class))
			ids[c.ID] = true
		}
		if len(ids) != len(got) {
			t.Errorf("%s: %d ids for %d clicks", name, len(ids), len(got))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %d clicks, want %d", name, len(got), len(want))
		}
	}
}

func TestExportIsInTheOrderOfTheLog(t *testing.T) {
	r, _ := recordSome(t, memory.New(), 2, 2000)
	for _, link := range []uint32{1, 2, 300, 70_000} {
		newest := collect(t, r.Clicks(t.Context(), link))
		slices.Reverse(newest)
		got := collect(t, r.Export(t.Context(), analytics.Selection{Links: []uint32{link}}))
		if !slices.EqualFunc(got, newest, func(a, b analytics.Click) bool { return a.ID == b.ID && equalClicks(a, b) }) {
			t.Errorf("link %d: it is not what Clicks has, in reverse", link)
		}
	}
}

func TestRangeThatEndsBeforeItBeginsIsRefused(t *testing.T) {
	r := open(t, memory.New(), nil)
	for _, err := range r.Export(t.Context(), analytics.Selection{From: noon, To: noon}) {
		var wrong *routing.FieldError
		if !errors.As(err, &wrong) || wrong.Field != "To" {
			t.Errorf("got %v", err)
		}
	}
}

// counting counts the transactions that are open.
type counting struct {
	analytics.Store
	views int
}

// ViewClicks implements [analytics.Store].
func (s *counting) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	s.views++
	defer func() { s.views-- }()
	return s.Store.ViewClicks(ctx, fn)
}

func TestSlowReaderHoldsNoTransactionOpen(t *testing.T) {
	store := &counting{Store: memory.New()}
	r, m := recordSome(t, store, 3, 1000)
	read := 0
	for _, err := range r.Export(t.Context(), analytics.Selection{}) {
		if err != nil || store.views != 0 {
			t.Fatalf("after %d clicks: %d transactions are open, %v", read, store.views, err)
		}
		if read == 0 {
			record(t, r, hit(1)) // does not wait for the reader, and is not seen by it
		}
		read++
	}
	if read != len(m) {
		t.Errorf("read %d of %d clicks", read, len(m))
	}
}

func TestExportEndsWithItsContext(t *testing.T) {
	r, m := recordSome(t, memory.New(), 4, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := 0
	var last error
	for _, last = range r.Export(ctx, analytics.Selection{}) {
		read++
		cancel()
	}
	if !errors.Is(last, context.Canceled) || read > len(m)/2 {
		t.Errorf("read %d of %d clicks, %v", read, len(m), last)
	}
}

func TestErasedClicksAreNotExported(t *testing.T) {
	store := memory.New()
	r, m := recordSome(t, store, 10, 800)
	from := logEnd(t, r)
	if err := r.EraseClicks(t.Context(), []uint32{1, 300}); err != nil {
		t.Fatal(err)
	}
	record(t, r, hit(1))
	want := 1
	for _, f := range m {
		if f.link != 1 && f.link != 300 {
			want++
		}
	}
	for _, sel := range []analytics.Selection{{}, {From: noon.AddDate(0, 0, -3)}} {
		if got := collect(t, r.Export(t.Context(), sel)); len(got) != want || got[want-1].Link.Number != 1 {
			t.Errorf("got %d clicks, want %d", len(got), want)
		}
	}
	events := take(t, r, analytics.FollowQuery{}, want)
	if last := events[want-1]; last.Click.Link.Number != 1 || last.Removed != 0 {
		t.Errorf("followed %+v", last)
	}
	if got := take(t, r, analytics.FollowQuery{From: from}, 1); got[0].Click.ID != events[want-1].Click.ID {
		t.Errorf("from the erasure on comes %+v", got[0])
	}
}

func TestExportReadsTheLogWhereRollupsAreDamaged(t *testing.T) {
	for name, key := range map[string][]byte{
		"a value": {0, 0, 0x50, 0x3c, 0, 0, 0, 1}, // of 2026-03-28
		"a key":   {0, 0, 0x50, 0x3c, 0},
	} {
		t.Run(name, func(t *testing.T) {
			store := memory.New()
			r := open(t, store, nil)
			record(t, r, hit(1))
			r = reopen(t, r, store, func(tx analytics.Tx) error { return tx.Put(analytics.TableRollups, key, []byte("x")) })
			if got := collect(t, r.Export(t.Context(), analytics.Selection{From: noon})); len(got) != 1 {
				t.Errorf("got %d clicks", len(got))
			}
		})
	}
}
