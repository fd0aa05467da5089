package recorder_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// eventsLog is a file with clicks of a thousand workspaces of very different size, and of
// one workspace whose links were clicked once. They are spread over thirty days.
type eventsLog struct {
	clicks     int // of the thousand workspaces; a tenth is of the first
	onceLinks  int // links that were clicked once, on the last day
	smallest   int // clicks of the last workspace
	workspaces int
}

// onceWorkspace is the number of the workspace whose links were clicked once.
const onceWorkspace = 5000

// open makes the file and opens it.
func (l eventsLog) open(b *testing.B) *recorder.Recorder {
	b.Helper()
	store, err := bolt.Open(filepath.Join(b.TempDir(), "events.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	r := open(b, store, quiet())
	if _, err := r.Import(b.Context(), l.hits); err != nil {
		b.Fatal(err)
	}
	if _, err := r.Rebuild(b.Context(), analytics.Selection{}); err != nil {
		b.Fatal(err)
	}
	if err := recorder.CloseDays(b.Context(), r); err != nil {
		b.Fatal(err)
	}
	return r
}

// hits yields the clicks in the order of their times. Every tenth is of the first
// workspace, the others are spread over those from 1 to the last but one.
func (l eventsLog) hits(yield func(analytics.Hit, error) bool) {
	step := 30 * 24 * time.Hour / time.Duration(l.clicks)
	for i := range l.clicks {
		at := noon.Add(time.Duration(i-l.clicks) * step)
		workspace, link := 0, i%997
		if i%10 > 0 {
			workspace, link = 1+i*7919%(l.workspaces-2), i%13
		}
		if i%(l.clicks/l.smallest) == 1 {
			workspace, link = l.workspaces-1, i%3
		}
		if !yield(eventHit(workspace, link, at), nil) {
			return
		}
		if once := l.clicks - i; once <= l.onceLinks && !yield(eventHit(onceWorkspace, once*7919%l.onceLinks, at), nil) {
			return
		}
	}
}

func eventHit(workspace, link int, at time.Time) analytics.Hit {
	h := hit(1)
	h.Plan = &analytics.Plan{
		Link: uint32(workspace*200_000 + link), Workspace: uint32(2_000_000_000 + workspace), Revision: 1,
		Targets: []analytics.Target{{Destination: "https://example.com/"}},
	}
	h.Visit.Time = at
	return h
}

// BenchmarkEvents reads pages of 50 events in a log of 300,000 clicks, or of LINKPACK_EVENTS
// with 100,000 links that are clicked once.
func BenchmarkEvents(b *testing.B) {
	l := eventsLog{clicks: 300_000, onceLinks: 20_000, smallest: 10, workspaces: 1000}
	if n, err := strconv.Atoi(os.Getenv("LINKPACK_EVENTS")); err == nil {
		l.clicks, l.onceLinks = n, 100_000
	}
	benchmarkEvents(b, l)
}

func benchmarkEvents(b *testing.B, l eventsLog) {
	r := l.open(b)
	for name, workspace := range map[string]int{"largest": 0, "middle": 500, "smallest": l.workspaces - 1, "once": onceWorkspace} {
		q := analytics.EventQuery{Workspace: uint32(2_000_000_000 + workspace), Limit: 50}
		b.Run(name, func(b *testing.B) { benchmarkPage(b, r, q) })
		var err error
		next := q
		if _, next.After, err = r.Events(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		if next.After != (analytics.EventPlace{}) {
			b.Run(name+" second", func(b *testing.B) { benchmarkPage(b, r, next) })
		}
	}
	link := eventHit(0, 1, noon).Plan.Link
	b.Run("link", func(b *testing.B) {
		benchmarkPage(b, r, analytics.EventQuery{Workspace: 2_000_000_000, Links: []uint32{link}, Limit: 50})
	})
}

func benchmarkPage(b *testing.B, r *recorder.Recorder, q analytics.EventQuery) {
	for b.Loop() {
		page, _, err := r.Events(b.Context(), q)
		if err != nil || len(page) == 0 {
			b.Fatal(len(page), err)
		}
	}
}
