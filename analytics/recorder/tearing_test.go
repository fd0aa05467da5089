package recorder_test

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// lingering is a store that has something happen when an erasure is committed and
// whoever made it was not told yet.
type lingering struct {
	interposed
	committed atomic.Pointer[func()]
}

// LeaseLane implements [analytics.Store].
func (s *lingering) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	return leasing{s.Store, s.update}.LeaseLane(ctx, lane, owner)
}

func (s *lingering) update(ctx context.Context, fn func(analytics.Tx) error, next update) error {
	var erases bool
	err := next(ctx, func(tx analytics.Tx) error { return fn(erasingTx{tx, &erases}) })
	if then := s.committed.Load(); erases && then != nil && s.committed.CompareAndSwap(then, nil) {
		(*then)()
	}
	return err
}

// erasingTx notices the beginning of an erasure.
type erasingTx struct {
	analytics.Tx
	erases *bool
}

// Put implements [analytics.Tx].
func (tx erasingTx) Put(table analytics.Table, key, value []byte) error {
	*tx.erases = *tx.erases || table == analytics.TableMeta && bytes.HasPrefix(key, []byte("erase "))
	return tx.Tx.Put(table, key, value)
}

// clickOn imports a click of each link for each of some times.
func clickOn(t *testing.T, r *recorder.Recorder, links []uint32, times ...time.Time) {
	t.Helper()
	_, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
		for _, at := range times {
			for _, link := range links {
				h := hit(link)
				h.Visit.Time = at
				if !yield(h, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNoAnswerHasAPartOfWhatIsErased asks in the moment in which an erasure is
// committed: one view can see the store before it, and another behind it.
func TestNoAnswerHasAPartOfWhatIsErased(t *testing.T) {
	many := make([]uint32, 5000) // more than one view reads
	for i := range many {
		many[i] = uint32(i + 1)
	}
	for name, tt := range map[string]struct {
		links  []uint32
		view   int64 // before which it is committed, of those of the answer
		filter map[analytics.Dimension][]string
	}{
		"one view":          {links: many[:1], view: 1},
		"several views":     {links: many, view: 2},
		"filtered":          {links: many[:1], view: 2, filter: map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}},
		"filtered, at once": {links: many[:1], view: 1, filter: map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}},
	} {
		t.Run(name, func(t *testing.T) {
			store := &lingering{interposed: interposed{Store: memory.New()}}
			r := open(t, store, nil)
			clickOn(t, r, tt.links, noon.AddDate(0, 0, -1), noon)
			r = reopen(t, r, store, func(analytics.Tx) error { return nil }) // it is folded
			clickOn(t, r, tt.links[:1], noon.AddDate(0, 0, -1), noon)
			committed, answered, erased := make(chan struct{}), make(chan struct{}), make(chan error, 1)
			linger := func() { close(committed); <-answered }
			begin := store.views.Load()
			store.before = func(n int64) {
				if n != begin+tt.view {
					return
				}
				store.committed.Store(&linger)
				go func() { erased <- r.EraseClicks(context.Background(), []uint32{1}) }()
				<-committed
			}
			s, err := r.Stats(t.Context(), analytics.Query{
				Links: tt.links, From: noon.AddDate(0, 0, -1), To: noon.Add(time.Hour), Filter: tt.filter,
			})
			close(answered)
			if err := <-erased; err != nil {
				t.Error(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			all := 2 * uint64(len(tt.links))
			if clicks := s.Clicks(); clicks != all-2 {
				t.Errorf("%d clicks, want %d", clicks, all-2)
			}
		})
	}
}

// TestReadingEndsWhereClicksAreErased erases between two pages of a link's clicks:
// what is void is not read, though the log still has it.
func TestReadingEndsWhereClicksAreErased(t *testing.T) {
	store := &lingering{interposed: interposed{Store: memory.New()}}
	r := open(t, store, nil)
	many := make([]uint32, 100)
	for i := range many {
		many[i] = 1
	}
	clickOn(t, r, many, noon.AddDate(0, 0, -1), noon)
	clickOn(t, r, many, noon.AddDate(0, 0, -1), noon) // a page has a block of 200
	committed, read, erased := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	linger := func() { close(committed); <-read }
	clicks := 0
	for _, err := range r.Clicks(t.Context(), 1) {
		if err != nil {
			t.Error(err)
			break
		}
		if clicks++; clicks == 1 {
			store.committed.Store(&linger)
			go func() { erased <- r.EraseClicks(context.Background(), []uint32{1}) }()
			<-committed
		}
	}
	close(read)
	if err := <-erased; err != nil {
		t.Error(err)
	}
	if clicks != 200 {
		t.Errorf("%d clicks were read, want the 200 of the first page", clicks)
	}
}
