package recorder_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// counted is a store that counts the rows that views read.
type counted struct {
	analytics.Store
	rows atomic.Int64
}

// ViewClicks implements [analytics.Store].
func (c *counted) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return c.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(countedView{v, c}) })
}

type countedView struct {
	analytics.View
	store *counted
}

func (v countedView) Lane(lane analytics.Lane) analytics.Tx {
	return countedTx{v.View.Lane(lane), v.store}
}

type countedTx struct {
	analytics.Tx
	store *counted
}

func (t countedTx) Get(table analytics.Table, key []byte) ([]byte, error) {
	t.store.rows.Add(1)
	return t.Tx.Get(table, key)
}

func (t countedTx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	t.store.rows.Add(int64(len(keys)))
	return t.Tx.GetAll(table, keys)
}

func (t countedTx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	t.store.rows.Add(1) // finding the first
	return func(yield func(analytics.Row, error) bool) {
		for row, err := range t.Tx.Scan(table, from, to) {
			t.store.rows.Add(1)
			if !yield(row, err) {
				return
			}
		}
	}
}

// crowd is a store with workspaces of very different size: workspace n has 10·3ⁿ clicks,
// evenly spread over thirty days before noon.
type crowd struct {
	store    *counted
	recorder *recorder.Recorder
}

// crowdPlan is a link of a workspace. Workspaces are numbered from 1,000,000 on.
func crowdPlan(workspace, link uint32) *analytics.Plan {
	return &analytics.Plan{
		Link: workspace*50_000 + link, Workspace: 1_000_000 + workspace, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}},
	}
}

func newCrowd(t *testing.T, workspaces int) *crowd {
	t.Helper()
	c := &crowd{store: &counted{Store: memory.New()}}
	c.recorder = open(t, c.store, quiet())
	clicks := make([]int, workspaces)
	for n := range clicks {
		clicks[n] = 10
		for range n {
			clicks[n] *= 3
		}
	}
	const steps = 3000
	c.load(t, func(yield func(analytics.Hit, error) bool) {
		for step := range steps {
			for n, all := range clicks {
				for i := all * step / steps; i < all*(step+1)/steps; i++ {
					h := hit(1)
					h.Plan = crowdPlan(uint32(n), uint32(i*7919%max(all/20, 3)))
					h.Visit.Time = noon.Add(time.Duration(step-steps) * 30 * 24 * time.Hour / steps)
					if !yield(h, nil) {
						return
					}
				}
			}
		}
	})
	return c
}

// load imports hits and waits until they are folded and days are closed.
func (c *crowd) load(t *testing.T, hits iter.Seq2[analytics.Hit, error]) {
	t.Helper()
	if _, err := c.recorder.Import(t.Context(), hits); err != nil {
		t.Fatal(err)
	}
	if _, err := c.recorder.Rebuild(t.Context(), analytics.Selection{}); err != nil {
		t.Fatal(err)
	}
	if err := recorder.CloseDays(t.Context(), c.recorder); err != nil {
		t.Fatal(err)
	}
}

// cost returns the events of a page and the rows that it reads.
func (c *crowd) cost(t *testing.T, q analytics.EventQuery) (events int, next analytics.EventPlace, rows int64) {
	t.Helper()
	before := c.store.rows.Load()
	page, next, err := c.recorder.Events(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return len(page), next, c.store.rows.Load() - before
}

// biggest is the biggest workspace of the crowd.
const biggest = 1_000_007

func TestTheCostOfAPage(t *testing.T) {
	c := newCrowd(t, 8)
	t.Run("a small workspace", c.testSmall)
	t.Run("in the middle", c.testMiddle)
}

// testSmall compares the first pages of the smallest and the biggest workspace.
func (c *crowd) testSmall(t *testing.T) {
	for _, ascending := range []bool{false, true} {
		n, _, small := c.cost(t, analytics.EventQuery{Workspace: 1_000_000, Limit: 50, Ascending: ascending})
		if n != 10 {
			t.Fatalf("the smallest has %d events, want 10", n)
		}
		n, next, big := c.cost(t, analytics.EventQuery{Workspace: biggest, Limit: 50, Ascending: ascending})
		if n != 50 || next == (analytics.EventPlace{}) {
			t.Fatalf("the biggest has a page of %d events", n)
		}
		if small > 3*big {
			t.Errorf("ascending %v: the page of 10 events reads %d rows, that of 21,870 events %d", ascending, small, big)
		}
	}
}

// testMiddle reads pages of a big workspace and of one of its links one after the other. A
// page spans two days at most, on which 729 links are clicked.
func (c *crowd) testMiddle(t *testing.T) {
	q := analytics.EventQuery{Workspace: biggest, Limit: 100}
	var most int64
	for range 100 {
		n, next, rows := c.cost(t, q)
		if n != q.Limit {
			t.Fatalf("a page of %d events", n)
		}
		q.After, most = next, max(most, rows)
	}
	if limit := int64(2 * 4 * 729); most > limit {
		t.Errorf("a page reads %d rows, the limit is %d", most, limit)
	}
	one := analytics.EventQuery{Workspace: biggest, Links: []uint32{crowdPlan(7, 1).Link}, Limit: 5}
	for range 3 {
		n, next, rows := c.cost(t, one)
		if one.After = next; n != one.Limit || rows > 150 {
			t.Errorf("a page of %d events of a link reads %d rows", n, rows)
		}
	}
}

// TestAPageOfLinksThatAreClickedOnce has a workspace of many links, each clicked once on
// the same day. How many rows a page reads depends on how many blocks the log has, and so
// on the speed of the machine: 1,300 to 4,804 were seen.
func TestAPageOfLinksThatAreClickedOnce(t *testing.T) {
	const links = 20_000
	c := &crowd{store: &counted{Store: memory.New()}}
	c.recorder = open(t, c.store, quiet())
	c.load(t, func(yield func(analytics.Hit, error) bool) {
		for i := range links {
			h := hit(1)
			h.Plan = crowdPlan(1, uint32(i*7919%links))
			h.Visit.Time = noon.Add(time.Duration(i-links) * time.Second)
			if !yield(h, nil) {
				return
			}
		}
	})
	q := analytics.EventQuery{Workspace: 1_000_001, Limit: 50}
	for page := range 20 {
		n, next, rows := c.cost(t, q)
		if q.After = next; n != q.Limit || rows > links/4 {
			t.Errorf("page %d of %d events reads %d rows", page, n, rows)
		}
	}
	before, events := c.store.rows.Load(), make(map[string]bool)
	for event, err := range c.recorder.EachEvent(t.Context(), analytics.EventQuery{Workspace: 1_000_001}) {
		if err != nil {
			t.Fatal(err)
		}
		events[event.ID] = true
	}
	if rows := c.store.rows.Load() - before; len(events) != links || rows > 5*links {
		t.Errorf("all %d events read %d rows", len(events), rows)
	}
}

// TestLostClicksDoNotMakeAPageDearer reads the events of links before and after clicks were
// lost. Those are stored behind the rollups of all days.
func TestLostClicksDoNotMakeAPageDearer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fails := &shaky{Store: memory.New()}
		c := &crowd{store: &counted{Store: fails}}
		opts := quiet()
		opts.QueueSize = 10
		c.recorder = open(t, c.store, opts)
		record(t, c.recorder, hit(1), hit(2))
		cost := func(ascending bool) int64 {
			time.Sleep(11 * time.Second) // all is folded
			_, _, rows := c.cost(t, analytics.EventQuery{Links: []uint32{1, 2}, Limit: 100, Ascending: ascending})
			return rows
		}
		want := []int64{cost(false), cost(true)}
		lose(t, c.recorder, fails)
		for i, ascending := range []bool{false, true} {
			if rows := cost(ascending); rows > want[i]+1000 {
				t.Errorf("ascending %v: reading the events reads %d rows, and %d before clicks were lost", ascending, rows, want[i])
			}
		}
	})
}
