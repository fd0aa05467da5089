//go:build unix

package recorder_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing/useragent"
	"github.com/linkpack/linkpack-go/store/memory"
)

// forgetful is a store in memory without the tables that grow on disk.
type forgetful struct{ analytics.Store }

// LeaseLane implements [analytics.Store].
func (f forgetful) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	forget := func(ctx context.Context, fn func(analytics.Tx) error, next update) error {
		return next(ctx, func(tx analytics.Tx) error { return fn(forgetfulTx{tx}) })
	}
	return leasing{f.Store, forget}.LeaseLane(ctx, lane, owner)
}

type forgetfulTx struct{ analytics.Tx }

// Put implements [analytics.Tx].
func (f forgetfulTx) Put(table analytics.Table, key, value []byte) error {
	if table == analytics.TableLog || table == analytics.TableWords {
		return nil
	}
	return f.Tx.Put(table, key, value)
}

// TestDistinctAgentsAreNoLever sends 300,000 visits, each with another User-Agent and
// another referrer. Once the dictionary is full, they take no more memory.
func TestDistinctAgentsAreNoLever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, forgetful{memory.New()}, &analytics.Options{
			QueueSize: 4096, // whose memory is kept
			Clock:     func() time.Time { return noon },
		})
		plan, n := plan(1), 0
		send := func(visits int) (inUse int64) {
			for range visits {
				n++
				h := hit(1)
				h.Plan, h.Visit.Agents = plan, useragent.Classifier{}
				h.Visit.Agent.Device, h.Visit.Agent.OS = 0, ""
				h.Visit.UserAgent = fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36", n)
				h.Visit.Referer = fmt.Sprintf("https://site-%d.example.com/", n)
				if err := r.Record(t.Context(), h); err != nil {
					t.Fatal(err)
				}
			}
			if err := r.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Second) // everything is folded
			synctest.Wait()
			runtime.GC()
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			return int64(stats.HeapAlloc)
		}
		first := send(100_000)
		if grown := send(200_000) - first; grown > 4<<20 {
			t.Errorf("200,000 visits after the first 100,000 take %d bytes", grown)
		}
		if m := r.Metrics(); m.Words != 50_000 || m.Recorded != 300_000 || m.Pending != 0 || m.UnknownAgents != 0 {
			t.Errorf("got %+v", m)
		}
	})
}

// BenchmarkAgents records visits with few different User-Agents, and visits with a
// different one each. The difference is what an attacker can gain.
func BenchmarkAgents(b *testing.B) {
	for name, agents := range map[string]int{"100": 100, "all different": 1 << 30} {
		b.Run(name, func(b *testing.B) {
			r := open(b, forgetful{memory.New()}, nil)
			plan := plan(1)
			cpu := cpuTime(b)
			for i := 0; b.Loop(); i++ {
				h := hit(1)
				h.Plan, h.Visit.Agents = plan, useragent.Classifier{}
				h.Visit.Agent.Device, h.Visit.Agent.OS = 0, ""
				h.Visit.UserAgent = fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36", i%agents)
				if err := r.Record(b.Context(), h); err != nil {
					b.Fatal(err)
				}
			}
			if err := r.Flush(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64((cpuTime(b)-cpu).Nanoseconds())/float64(b.N), "cpu-ns/click")
		})
	}
}
