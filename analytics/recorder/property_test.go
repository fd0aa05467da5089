package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// places are zones of whole, half and quarter hours, and a night in each when
// something happens to the clock.
var places = []struct {
	zone string
	when time.Time
}{
	{"UTC", time.Date(2026, 12, 31, 18, 0, 0, 0, time.UTC)},
	{"Asia/Kolkata", time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)},
	{"Asia/Kathmandu", time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)},
	{"America/New_York", time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)},
	{"America/New_York", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)},
	{"Africa/Cairo", time.Date(2026, 4, 23, 12, 0, 0, 0, time.UTC)},
	{"Africa/Cairo", time.Date(2026, 10, 29, 12, 0, 0, 0, time.UTC)},
	{"Australia/Lord_Howe", time.Date(2026, 4, 4, 6, 0, 0, 0, time.UTC)},
}

// TestStatsEqualANaiveCount records random clicks, with pauses in which slices
// are folded, flushes, restarts and crashes, and asks in between.
func TestStatsEqualANaiveCount(t *testing.T) {
	for seed := range uint64(24) {
		place := places[seed%uint64(len(places))]
		t.Run(fmt.Sprint(place.zone, seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				run := newRun(t, seed, place.when)
				run.zone = zone(t, place.zone)
				run.fickle = seed/8 == 2
				for range 40 {
					run.step()
				}
				run.flush()
				run.compare()
			})
		})
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// run is a recorder's life.
type run struct {
	*testing.T
	source
	store    *shaky
	recorder *recorder.Recorder
	model    model
	begin    time.Time
	clock    atomic.Pointer[time.Time]
	zone     *time.Location
	// retention is that of recorders that are opened from now on.
	retention time.Duration
	// period is how long keys are used, fickle has it chosen anew with every
	// recorder, and keys is what becomes of that.
	period int
	fickle bool
	keys   keys
	used   bool // something was recorded
	// fresh has the IDs of clicks that came while events were listed.
	fresh map[string]bool
	// others are recorders of the same store, on other lanes.
	others []*recorder.Recorder
}

func newRun(t *testing.T, seed uint64, begin time.Time) *run {
	return newRunOn(t, memory.New(), seed, begin)
}

func newRunOn(t *testing.T, store analytics.Store, seed uint64, begin time.Time) *run {
	random := rand.New(rand.NewPCG(seed, 7))
	r := &run{
		T: t, begin: begin, zone: time.UTC,
		source: source{Rand: random, links: []uint32{0, 1, 2, 255, 256, 70_000}, now: begin, variety: 20},
		store:  &shaky{Store: store},
		period: 1 + 29*int(seed/8%2),
	}
	r.clock.Store(&begin)
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *run) open() {
	r.choosePeriod()
	open := recorder.Open
	if r.IntN(2) == 0 {
		open = recorder.OpenFoldingInParts
	}
	recorder, err := open(context.Background(), r.store, &analytics.Options{
		Clock:     func() time.Time { return *r.clock.Load() },
		Retention: r.retention,
		KeyDays:   r.period,
		Logger:    slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		r.Fatal(err)
	}
	r.recorder = recorder
}

// choosePeriod says how long keys are used: from the beginning, or from tomorrow.
func (r *run) choosePeriod() {
	if r.fickle {
		r.period = 1 + 29*r.IntN(2)
	}
	since := int64(0)
	if r.used {
		since = r.today() + 1
	}
	r.keys = r.keys.choose(r.period, since)
}

// today returns the UTC day.
func (r *run) today() int64 { return r.clock.Load().Unix() / 86400 }

func (r *run) flush() {
	for _, recorder := range append(r.others, r.recorder) {
		if err := recorder.Flush(context.Background()); err != nil {
			r.Fatal(err)
		}
	}
}

func (r *run) close() {
	if err := r.recorder.Close(context.Background()); err != nil {
		r.Fatal(err)
	}
}

// step does something at random.
func (r *run) step() {
	switch r.IntN(9) {
	case 0:
		time.Sleep(time.Duration(r.IntN(3000)) * time.Millisecond)
	case 5:
		r.convert(1 + r.IntN(20))
	case 1:
		r.close()
		r.open()
	case 2:
		r.flush()
		r.crash()
	case 3:
		r.now = r.now.Add(time.Duration(r.IntN(20)) * time.Hour)
	case 4:
		r.flush()
		r.compare()
	default:
		r.record(1 + r.IntN(150))
	}
}

func (r *run) record(n int) {
	for range n {
		hit, fact := r.next()
		now := r.now
		if now.Unix()/86400 != r.today() {
			r.flush() // visitors are hashed with the key of the day
		}
		r.clock.Store(&now)
		if r.IntN(2) == 0 {
			track(&hit, &fact, r.Uint64())
		}
		if err := r.recorder.Record(context.Background(), hit); err != nil {
			r.Fatal(err)
		}
		r.used = true
		fact.visitor += fmt.Sprint(" with the key of ", r.keys.begin(r.today()))
		r.model = append(r.model, fact)
	}
}

// crash ends the recorder without letting it write, and opens another.
func (r *run) crash() {
	r.kill()
	r.open()
}

// kill ends the recorder without letting it write.
func (r *run) kill() {
	r.store.broken.Store(true)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.recorder.Close(ctx); err != nil && !errors.Is(err, errBroken) && !errors.Is(err, context.Canceled) {
		r.Fatal(err)
	}
	r.store.fate.Store(nil)
	r.store.broken.Store(false)
}

// compare asks for some days and links, and for the totals.
func (r *run) compare() {
	r.Helper()
	r.compareTotals()
	from := r.begin.AddDate(0, 0, r.IntN(3)-1)
	query := analytics.Query{
		Links: r.links[r.IntN(2):], From: from, To: from.AddDate(0, 0, 1+r.IntN(6)), Location: r.zone,
		Granularity: analytics.Granularity(r.IntN(6)), Top: r.IntN(4), Compare: r.IntN(2) == 0,
	}
	if r.IntN(3) == 0 {
		query.Links = query.Links[:1]
	}
	if r.IntN(3) == 0 {
		query.Links, query.Workspace = nil, workspaceOf(r.links[r.IntN(2)])
	}
	r.ask(query)
	query.Filter = r.filter()
	r.ask(query)
}

// ask compares the answer to a query with the model's.
func (r *run) ask(query analytics.Query) {
	r.Helper()
	got, err := r.recorder.Stats(context.Background(), query)
	if err != nil {
		r.Fatal(err)
	}
	if r.retention > 0 && (!got.Gone.IsZero() || got.Previous != nil && !got.Previous.Gone.IsZero()) {
		return // it says that it needed clicks that were removed
	}
	want := r.model.stats(query)
	want.keys = r.keys
	if want.previous != nil {
		want.previous.keys = r.keys
	}
	compareStats(r.T, got, want)
	if r.Failed() {
		r.Fatalf("%+v after %d clicks", query, len(r.model))
	}
}

// filter returns a filter on one or two dimensions, mostly by values of clicks.
func (r *run) filter() map[analytics.Dimension][]string {
	filter, all := map[analytics.Dimension][]string{}, analytics.Dimensions()
	for range 1 + r.IntN(2) {
		d := all[r.IntN(len(all))]
		filter[d] = append(filter[d], "XX")
		for range min(r.IntN(4), len(r.model)) {
			filter[d] = append(filter[d], named(r.model[r.IntN(len(r.model))], d))
		}
	}
	return filter
}
