package recorder_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestSumsThatWereReadTooEarlyAreTriedWithLess folds a late click behind each view that
// sums of 8,000 rollups are made in.
func TestSumsThatWereReadTooEarlyAreTriedWithLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := &behind{Store: memory.New()}
		c := crowd{store: &counted{Store: late}}
		opts := quiet()
		opts.Clock = func() time.Time { return noon.AddDate(0, 0, 2) }
		c.recorder = open(t, c.store, opts)
		var read []int64 // rows, of each view that reads many
		var last int64
		var then func()
		then = func() {
			if rows := c.store.rows.Load() - last; rows > 1000 {
				read = append(read, rows)
				c.importLinks(t, 1)
			}
			if len(read) < 3 {
				last, late.then = c.store.rows.Load(), then
			}
		}
		c.importLinks(t, 8000)
		last, late.then = c.store.rows.Load(), then
		if err := recorder.CloseDays(t.Context(), c.recorder); err != nil {
			t.Fatal(err)
		}
		if len(read) < 3 || read[1] >= read[0] || read[2] > read[1]/2 {
			t.Errorf("the views read %d rows, each wants to read less than that before it", read)
		}
		wantClean(t, c.recorder)
	})
}

// importLinks imports a click of each of some links, and waits until they are folded.
func (c *crowd) importLinks(t *testing.T, links uint32) {
	t.Helper()
	_, err := c.recorder.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
		for link := range links {
			h := hit(link)
			h.Visit.Time = noon
			if !yield(h, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Error(err)
	}
	time.Sleep(11 * time.Second)
}
