package recorder_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestSumsEqualANaiveCount records random clicks over some months, of which some
// come late, and erases, rebuilds, restarts, crashes and closes days in between.
func TestSumsEqualANaiveCount(t *testing.T) {
	for seed := range recorder.Seeds(24) {
		place := places[seed%uint64(len(places))]
		t.Run(fmt.Sprint(place.zone, seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t, seed, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
				r.zone = zone(t, place.zone)
				r.fickle = seed/8 == 2
				for range 60 {
					r.stepOverMonths()
				}
				r.flush()
				r.compareMonths()
				wantClean(t, r.recorder)
			})
		})
	}
}

// stepOverMonths does something at random.
func (r *run) stepOverMonths() {
	switch r.IntN(15) {
	case 0:
		r.now = r.now.Add(time.Duration(r.IntN(30*24)) * time.Hour)
	case 1, 2:
		r.now = r.now.Add(time.Duration(r.IntN(40)) * time.Hour)
	case 3:
		r.flush()
		r.tell(recorder.PackDays(context.Background(), r.recorder))
	case 4:
		time.Sleep(time.Duration(r.IntN(200)) * time.Second)
	case 5:
		r.flush()
		r.crash()
	case 6:
		r.close()
		r.open()
	case 7:
		r.flush()
		r.eraseOne()
	case 11:
		r.flush()
		wantClean(r.T, r.recorder)
		if a := rebuild(r.T, r.recorder, analytics.Selection{}); len(a.Findings) > 0 {
			r.Fatalf("the rebuild found %v", a.Findings)
		}
	case 8:
		r.importLate()
	case 12:
		r.convert(1 + r.IntN(20))
	case 9, 10:
		r.flush()
		r.compareMonths()
	default:
		r.record(1 + r.IntN(40))
	}
}

func (r *run) tell(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// eraseOne erases a link.
func (r *run) eraseOne() {
	r.Helper()
	link := r.links[r.IntN(len(r.links))]
	r.tell(r.recorder.EraseClicks(context.Background(), []uint32{link}))
	kept := r.model[:0]
	for _, f := range r.model {
		if f.link != link {
			kept = append(kept, f)
		}
	}
	r.model = kept
}

// importLate imports clicks of days that may be closed.
func (r *run) importLate() {
	r.Helper()
	r.flush()
	now := r.now
	n := len(r.model)
	_, err := r.recorder.Import(context.Background(), func(yield func(analytics.Hit, error) bool) {
		for range 1 + r.IntN(30) {
			r.now = r.clock.Load().Add(-time.Duration(1+r.IntN(100*24)) * time.Hour)
			hit, f := r.next()
			f.visitor += fmt.Sprint(" of import ", n, " with the key of ", r.keys.begin(f.time.Unix()/86400))
			r.model = append(r.model, f)
			if !yield(hit, nil) {
				return
			}
		}
	})
	r.now = now
	r.tell(err)
}

// compareTotals asks for the totals of all links, and of one that nobody has.
func (r *run) compareTotals() {
	r.Helper()
	links := append(slices.Clone(r.links), 99)
	totals, err := r.recorder.Totals(context.Background(), links)
	r.tell(err)
	want := make([]analytics.ClassCounts, len(links))
	for _, f := range r.model {
		if f.class == analytics.Conversion {
			continue
		}
		want[slices.Index(links, f.link)][f.class]++
	}
	if !slices.Equal(totals, want) {
		r.Fatalf("the totals are\n%v, want\n%v", totals, want)
	}
	for _, workspace := range []uint32{workspaceOf(0), workspaceOf(1), 99} {
		r.compareWorkspaceClicks(workspace)
	}
}

// compareWorkspaceClicks asks for the clicks of each link of a workspace.
func (r *run) compareWorkspaceClicks(workspace uint32) {
	r.Helper()
	links, clicks, err := r.recorder.WorkspaceClicks(context.Background(), workspace)
	r.tell(err)
	want := map[uint32]uint64{}
	for _, f := range r.model {
		if f.class == analytics.Human && workspaceOf(f.link) == workspace {
			want[f.link]++
		}
	}
	got := map[uint32]uint64{}
	for i, n := range clicks {
		if n > 0 {
			got[links[i]] = n
		}
	}
	if !maps.Equal(got, want) || !slices.IsSorted(links) {
		r.Fatalf("workspace %d has %v at %v, want %v", workspace, clicks, links, want)
	}
}

// compareMonths asks for some months of one link, a workspace or several links.
func (r *run) compareMonths() {
	r.Helper()
	r.compareTotals()
	from := r.begin.AddDate(0, -1, r.IntN(60)-5)
	query := analytics.Query{
		From: from, To: from.AddDate(0, r.IntN(9), 1+r.IntN(40)), Location: r.zone,
		Granularity: analytics.Granularity(r.IntN(6)), Top: r.IntN(4), Compare: r.IntN(3) == 0,
	}
	switch r.IntN(4) {
	case 0:
		query.Links = r.links[r.IntN(len(r.links)):][:1]
	case 1:
		query.Links = r.links[r.IntN(2):]
	default:
		query.Workspace = workspaceOf(r.links[r.IntN(2)])
	}
	r.ask(query)
}

// TestAuditNamesSumsThatAreWrong damages sums at random, removes some and adds
// others, and has them made again.
func TestAuditNamesSumsThatAreWrong(t *testing.T) {
	for seed := range recorder.Seeds(8) {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t, seed, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
			for range 30 {
				r.record(1 + r.IntN(20))
				r.now = r.now.Add(time.Duration(r.IntN(90)) * time.Hour)
			}
			r.flush()
			r.tell(recorder.PackDays(t.Context(), r.recorder))
			want := rows(t, r.store, analytics.TableSums)
			changed := 0
			r.tell(recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) (err error) {
				changed, err = scrambleSums(tx, r.Rand, want)
				return err
			}))
			if a := audit(t, r.recorder, analytics.Selection{}); len(a.Findings) != changed {
				t.Errorf("%d findings, want %d: %v", len(a.Findings), changed, a.Findings)
			}
			rebuild(t, r.recorder, analytics.Selection{})
			sameRows(t, rows(t, r.store, analytics.TableSums), want)
			wantClean(t, r.recorder)
		})
	}
}

// scrambleSums changes rows, and returns how many.
func scrambleSums(tx analytics.Tx, random *rand.Rand, rows []analytics.Row) (n int, err error) {
	for i, row := range rows {
		switch random.IntN(6) {
		case 0:
			err = tx.Delete(analytics.TableSums, row.Key)
		case 1:
			err = tx.Put(analytics.TableSums, row.Key, []byte("damaged"))
		case 2:
			other := rows[(i+1)%len(rows)].Value
			if bytes.Equal(other, row.Value) {
				continue
			}
			err = tx.Put(analytics.TableSums, row.Key, other)
		default:
			continue
		}
		if n++; err != nil {
			return n, err
		}
	}
	return n, nil
}
