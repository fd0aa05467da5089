package recorder_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestWhateverHappensTheAuditIsClean records random clicks, with folds, removed
// and erased clicks, restarts and crashes, audits in between, and compares the
// figures with those of a model. In the end it damages something.
func TestWhateverHappensTheAuditIsClean(t *testing.T) {
	for seed := range recorder.Seeds(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, noon)
				r.fickle = seed%4 == 3
				if seed%3 > 0 {
					r.retention = time.Duration(1+r.IntN(48)) * time.Hour
				}
				for range 40 {
					r.age()
				}
				r.flush()
				r.compare()
				wantClean(t, r.recorder)
				time.Sleep(11 * time.Second) // everything is folded
				r.damage()
			})
		})
	}
}

// age does something at random.
func (r *run) age() {
	r.Helper()
	switch r.IntN(7) {
	case 0:
		time.Sleep(time.Duration(r.IntN(90)) * time.Second) // something is removed
	case 1:
		link := r.links[r.IntN(len(r.links))]
		if err := r.recorder.EraseClicks(r.Context(), []uint32{link}); err != nil {
			r.Fatal(err)
		}
		r.model = slices.DeleteFunc(r.model, func(f fact) bool { return f.link == link })
	case 2:
		wantClean(r.T, r.recorder)
	case 3:
		if a := rebuild(r.T, r.recorder, analytics.Selection{}); len(a.Findings) > 0 {
			r.Errorf("the rebuild found %v", a.Findings)
		}
	case 4:
		r.pack()
	default:
		r.step()
	}
	if r.Failed() {
		r.FailNow()
	}
}

// pack packs the days before the next one.
func (r *run) pack() {
	r.Helper()
	r.now = r.now.Add(24 * time.Hour)
	r.record(1 + r.IntN(150))
	r.flush()
	time.Sleep(11 * time.Second) // everything is folded
	if err := recorder.PackDays(r.Context(), r.recorder); err != nil {
		r.Fatal(err)
	}
}

// damage removes a chunk with clicks, or spoils a rollup, and mends it.
func (r *run) damage() {
	r.Helper()
	table := []analytics.Table{analytics.TableLog, analytics.TableRollups}[r.IntN(2)]
	all := slices.DeleteFunc(rows(r.T, r.store, table), func(row analytics.Row) bool {
		return table == analytics.TableLog && (row.Key[8] == 0xff || len(row.Value) < 60) // no clicks
	})
	if len(all) == 0 {
		return
	}
	row := all[len(all)-1]
	before := rows(r.T, r.store, analytics.TableRollups)
	err := recorder.UpdateLane(r.Context(), r.recorder, func(tx analytics.Tx) error {
		if table == analytics.TableLog {
			return tx.Delete(table, row.Key)
		}
		return tx.Put(table, row.Key, before[0].Value[:7])
	})
	if err != nil {
		r.Fatal(err)
	}
	a := audit(r.T, r.recorder, analytics.Selection{})
	found := rebuild(r.T, r.recorder, analytics.Selection{})
	noticed := len(a.Findings) > 0 || table == analytics.TableLog && len(a.Beyond) > 0
	if !noticed || len(found.Findings) != len(a.Findings) {
		r.Errorf("the audit found %v, the rebuild %v", a.Findings, found.Findings)
	}
	if table == analytics.TableRollups && len(a.Beyond) == 0 {
		sameRows(r.T, rows(r.T, r.store, table), before)
	}
	if len(a.Beyond) == 0 {
		wantClean(r.T, r.recorder)
	}
}
