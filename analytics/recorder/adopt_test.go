package recorder_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestTheLaneOfAProcessThatDiedIsFolded leaves pending clicks and a request in a lane whose
// lease runs out. One of the others does what is to be done.
func TestTheLaneOfAProcessThatDiedIsFolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		p := &process{Store: store}
		dies, err := recorder.Open(t.Context(), p, silent())
		if err != nil {
			t.Fatal(err)
		}
		defer dies.Close(ended(t))
		keepers := []*recorder.Recorder{open(t, store, silent()), open(t, store, silent())}
		record(t, dies, hit(1), hit(2))
		p.dead.Store(true)
		lane := dies.Metrics().Lane
		erase := analytics.Request{ID: "erase", Kind: analytics.RequestErase, Value: clicklog.LinksRequest([]uint32{2})}
		if err := store.Ask(t.Context(), []analytics.Lane{lane}, erase); err != nil {
			t.Fatal(err)
		}
		store.Expire(lane)
		time.Sleep(10 * time.Second)
		asked, err := store.Asked(t.Context(), []analytics.Lane{lane}, erase.ID)
		if err != nil || len(asked) > 0 {
			t.Errorf("the request is left: %v, %v", asked, err)
		}
		adopted := uint64(0)
		for _, k := range keepers {
			adopted += k.Metrics().LanesAdopted
			if got := clicks(t, k); got != 1 {
				t.Errorf("%d clicks, want 1", got)
			}
		}
		if adopted != 1 {
			t.Errorf("the lane was adopted %d times", adopted)
		}
	})
}

// TestAProcessThatWasStoppedGoesOn lets the lane of a recorder be folded by another one,
// while it does nothing. It writes on in the lane, which is free.
func TestAProcessThatWasStoppedGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(2)
		p := &process{Store: store}
		stopped, keeper := open(t, p, silent()), open(t, store, silent())
		record(t, stopped, hit(1))
		p.dead.Store(true)
		lane := stopped.Metrics().Lane
		store.Expire(lane)
		time.Sleep(10 * time.Second)
		p.dead.Store(false)
		time.Sleep(2 * time.Second) // it finds out by itself
		if m := stopped.Metrics(); m.Lane != lane || m.LanesLost != 1 || m.Pending != 0 {
			t.Errorf("the metrics are %+v", m)
		}
		record(t, stopped, hit(1))
		for _, r := range []*recorder.Recorder{stopped, keeper} {
			if got := clicks(t, r); got != 2 {
				t.Errorf("%d clicks, want 2", got)
			}
		}
	})
}

// TestRetentionReachesALaneThatNobodyOpens closes a recorder whose clicks grow old.
func TestRetentionReachesALaneThatNobodyOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		opts := silent()
		opts.Retention = 24 * time.Hour
		open(t, store, opts)
		closed, err := recorder.Open(t.Context(), store, opts)
		if err != nil {
			t.Fatal(err)
		}
		h := hit(1)
		h.Visit.Time = time.Now()
		record(t, closed, h)
		lane := closed.Metrics().Lane
		if err := closed.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rowsOfLog(t, store, lane) == 0 {
			t.Error("the log has no rows")
		}
		time.Sleep(72 * time.Hour)
		if n := rowsOfLog(t, store, lane); n > 0 {
			t.Errorf("the log still has %d rows", n)
		}
	})
}

// rowsOfLog returns the number of rows in the log of a lane.
func rowsOfLog(t *testing.T, store analytics.Store, lane analytics.Lane) (n int) {
	t.Helper()
	err := store.ViewClicks(t.Context(), func(v analytics.View) error {
		for _, err := range v.Lane(lane).Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
