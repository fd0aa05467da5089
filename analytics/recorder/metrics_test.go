package recorder_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// strange classifies nothing.
type strange struct{}

func (strange) Classify(string, http.Header) routing.Agent { return routing.Agent{} }

func TestMetricsCountByClass(t *testing.T) {
	r := open(t, memory.New(), nil)
	blocked, head, bot, unknown := hit(1), hit(1), hit(2), hit(2)
	blocked.Blocked = true
	head.Visit.Method = http.MethodHead
	bot.Visit.Agent.Bot = routing.Crawler
	unknown.Visit.Agent, unknown.Visit.Agents = routing.Agent{}, strange{}
	record(t, r, hit(1), hit(1), hit(2), blocked, head, bot, unknown)
	m := r.Metrics()
	want := analytics.ClassCounts{analytics.Blocked: 1, analytics.Head: 1, analytics.Bot: 1, analytics.Human: 4}
	if m.Classes != want || m.Recorded != 7 || m.UnknownAgents != 1 {
		t.Errorf("got %+v", m)
	}
}

func TestMetricsMeasureTheWork(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	record(t, r, hit(1))
	written := r.Metrics().Written
	record(t, r, hit(300))
	m := r.Metrics()
	if m.Blocks != 2 || m.Flushes != 2 || m.FlushTime.Count != 2 || m.FlushTime.Sum <= 0 {
		t.Errorf("of two flushes: %+v", m)
	}
	if written == 0 || m.Written <= written || m.Words == 0 {
		t.Errorf("what was written: %d bytes, then %+v", written, m)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := r.Metrics(); m.Folds != 2 || m.FoldTime.Count != 2 || m.FoldTime.Sum <= 0 || m.Pending != 0 || m.Queued != 0 {
		t.Errorf("of two folds: %+v", m)
	}
	if later := open(t, store, nil).Metrics(); later.Blocks != 2 || later.Recorded != 0 || later.Words != m.Words {
		t.Errorf("in the next run: %+v", later)
	}
}

func TestMetricsCountLateAnswersAndFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, store := small(t, true)
		store.broken.Store(true)
		if err := r.Record(t.Context(), hit(1)); !errors.Is(err, analytics.ErrLate) {
			t.Fatal(err)
		}
		synctest.Wait()
		m := r.Metrics()
		if m.Late != 1 || m.Lost != 0 || m.Recorded != 0 || m.Failures == 0 || m.QueueSize != 10 {
			t.Errorf("got %+v", m)
		}
		store.broken.Store(false)
	})
}

// TestHistogramBuckets has flushes take exact times.
func TestHistogramBuckets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r := open(t, store, nil)
		times := []time.Duration{0, time.Millisecond, time.Millisecond + 1, 10*time.Second + 1}
		for _, took := range times {
			decide := func() fate { time.Sleep(took); return passes }
			store.decide(decide)
			if err := r.Record(t.Context(), hit(1)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		h := r.Metrics().FlushTime
		if want := 2*time.Millisecond + 10*time.Second + 2; h.Count != 4 || h.Sum != want || len(h.Buckets()) != 16 {
			t.Errorf("got %+v, want the sum %v", h, want)
		}
		for bound, got := range h.Buckets() {
			want := uint64(0)
			for _, took := range times {
				if took <= bound {
					want++
				}
			}
			if got != want {
				t.Errorf("%d took at most %v, want %d", got, bound, want)
			}
		}
	})
}
