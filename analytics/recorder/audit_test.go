package recorder_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// audit audits and returns the result.
func audit(t testing.TB, r *recorder.Recorder, q analytics.Selection) *analytics.Audit {
	t.Helper()
	a, err := r.Audit(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// wantClean wants an audit of everything to find nothing.
func wantClean(t testing.TB, r *recorder.Recorder) *analytics.Audit {
	t.Helper()
	a := audit(t, r, analytics.Selection{})
	for _, f := range a.Findings {
		t.Errorf("the audit found: %s", f)
	}
	return a
}

// wantFinding wants an audit to say something.
func wantFinding(t testing.TB, r *recorder.Recorder, text string) {
	t.Helper()
	a := audit(t, r, analytics.Selection{})
	var all []string
	for _, f := range a.Findings {
		all = append(all, f.String())
	}
	if said := strings.Join(all, "\n"); !strings.Contains(said, text) {
		t.Errorf("the audit found %d differences, none with %q:\n%.2000s", len(all), text, said)
	}
}

// reopen closes a recorder, does something to the store and opens another.
func reopen(t testing.TB, r *recorder.Recorder, store analytics.Store, between func(analytics.Tx) error) *recorder.Recorder {
	t.Helper()
	if err := r.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := change(t, store, between); err != nil {
		t.Fatal(err)
	}
	return open(t, store, nil)
}

// rows returns copies of a table's rows.
func rows(t testing.TB, store analytics.Store, table analytics.Table) []analytics.Row {
	t.Helper()
	return storedRows(t, packed.Store{Store: store}, table)
}

// storedRows returns copies of the rows of a table as they are stored.
func storedRows(t testing.TB, store analytics.Store, table analytics.Table) (all []analytics.Row) {
	t.Helper()
	err := store.ViewClicks(t.Context(), func(v analytics.View) error {
		tx := v.Lane(0)
		if table == analytics.TableShared {
			tx = v.Shared()
		}
		for row, err := range tx.Scan(table, nil, nil) {
			if err != nil {
				return err
			}
			all = append(all, analytics.Row{Key: append([]byte{}, row.Key...), Value: append([]byte{}, row.Value...)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// fewLinks is traffic of a few links over two days, each link clicked in every
// block: an import makes one block, however slow the machine is.
func fewLinks(t testing.TB, store analytics.Store) *recorder.Recorder {
	t.Helper()
	r := open(t, store, nil)
	for block := range 6 {
		_, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
			for _, link := range []uint32{3, 7, 300} {
				h := hit(link)
				h.Visit.Time = noon.Add(time.Duration(block) * 5 * time.Hour)
				if !yield(h, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestAuditCountsWhatItCompared(t *testing.T) {
	store := memory.New()
	r := reopen(t, fewLinks(t, store), store, func(analytics.Tx) error { return nil })
	for name, tt := range map[string]struct {
		query   analytics.Selection
		clicks  uint64
		rollups int
	}{
		"everything":          {analytics.Selection{}, 18, 6},
		"one link":            {analytics.Selection{Links: []uint32{7, 7}}, 6, 2},
		"a link without any":  {analytics.Selection{Links: []uint32{4}}, 0, 0},
		"no link":             {analytics.Selection{Links: []uint32{}}, 0, 0},
		"the first day":       {analytics.Selection{From: noon, To: noon.Add(time.Hour)}, 9, 3},
		"from the second day": {analytics.Selection{From: noon.Add(24 * time.Hour)}, 9, 3},
		"up to its beginning": {analytics.Selection{To: noon.Add(12 * time.Hour)}, 9, 3},
		"before everything":   {analytics.Selection{To: noon.AddDate(0, 0, -1)}, 0, 0},
		"the links of a day":  {analytics.Selection{Links: []uint32{3, 300}, From: noon, To: noon.Add(1)}, 6, 2},
	} {
		t.Run(name, func(t *testing.T) {
			a := audit(t, r, tt.query)
			if a.Clicks != tt.clicks || a.Rollups != tt.rollups || len(a.Findings) > 0 || len(a.Beyond) > 0 {
				t.Errorf("got %+v, want %d clicks in %d rollups", a, tt.clicks, tt.rollups)
			}
		})
	}
}

func TestAuditRefusesARangeThatEndsBeforeItBegins(t *testing.T) {
	r := open(t, memory.New(), nil)
	if _, err := r.Audit(t.Context(), analytics.Selection{From: noon, To: noon}); err == nil || !strings.Contains(err.Error(), "To") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Audit(ctx, analytics.Selection{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestAuditNamesWhatDiffers changes single records behind the recorder's back.
func TestAuditNamesWhatDiffers(t *testing.T) {
	const day = 20540 // 2026-03-28
	rollup := func(link uint32) []byte {
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, day), link)
	}
	chunk := func(block uint64, link uint32) []byte {
		return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(nil, block), link), 0, 0, 0, 0)
	}
	for name, tt := range map[string]struct {
		damage func(analytics.Tx) error
		want   string
	}{
		"a rollup that is missing": {
			func(tx analytics.Tx) error { return tx.Delete(analytics.TableRollups, rollup(7)) },
			"2026-03-28, link 7: human requests at 12:00: stored 0, recounted 1",
		},
		"a rollup of another link": {
			func(tx analytics.Tx) error {
				value, err := tx.Get(analytics.TableRollups, rollup(7))
				return errors.Join(err, tx.Put(analytics.TableRollups, rollup(8), value))
			},
			`2026-03-28, link 8: clicks of country "DE": stored 3, recounted 0`,
		},
		"a rollup of another day": {
			func(tx analytics.Tx) error {
				value, err := tx.Get(analytics.TableRollups, rollup(7))
				return errors.Join(err, tx.Put(analytics.TableRollups, append([]byte{0, 0, 0x50, 0x3d}, rollup(7)[4:]...), value))
			},
			"2026-03-29, link 7: last block: stored 3, recounted 6",
		},
		"a chunk that is missing": {
			func(tx analytics.Tx) error { return tx.Delete(analytics.TableLog, chunk(2, 300)) },
			"log block 2: analytics: stored value is damaged: the clicks of link 7 are missing",
		},
		"the newest chunk that is missing": {
			func(tx analytics.Tx) error { return tx.Delete(analytics.TableLog, chunk(6, 300)) },
			"log block 6: analytics: stored value is damaged: the clicks of link 300 are missing",
		},
		"a damaged chunk": {
			func(tx analytics.Tx) error { return tx.Put(analytics.TableLog, chunk(2, 300), []byte("x")) },
			"log block 2, link 300, chunk 0: analytics: stored value is damaged",
		},
		"a damaged rollup": {
			func(tx analytics.Tx) error { return tx.Put(analytics.TableRollups, rollup(7), []byte("x")) },
			"rollup of 2026-03-28, link 7: analytics: stored value is damaged",
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := memory.New()
			r := fewLinks(t, store)
			r = reopen(t, r, store, tt.damage)
			wantFinding(t, r, tt.want)
		})
	}
}

// TestAuditInNarrowWindows reads the log in many windows and views.
func TestAuditInNarrowWindows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t, 3, noon)
		for range 30 {
			r.record(100)
			r.flush()
			r.now = r.now.Add(7 * time.Hour)
		}
		time.Sleep(11 * time.Second)
		whole := wantClean(t, r.recorder)
		for _, limit := range []int{1, 100_000, 1_000_000} {
			parts, err := recorder.AuditInWindows(context.Background(), r.recorder, limit)
			if err != nil || len(parts.Findings) > 0 || parts.Clicks != whole.Clicks || parts.Rollups != whole.Rollups {
				t.Errorf("limit %d: got %+v, %v, want %+v", limit, parts, err, whole)
			}
		}
		if whole.Clicks != 3000 {
			t.Errorf("%d of 3000 clicks", whole.Clicks)
		}
	})
}

// TestAuditsWhileClicksComeAreClean audits again and again while a recorder
// records and folds.
func TestAuditsWhileClicksComeAreClean(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			store := memory.New()
			r := open(t, store, nil)
			stop, stopped := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(stopped)
				s := source{Rand: rand.New(rand.NewPCG(seed, 1)), links: []uint32{0, 1, 255, 256, 512, 70_000}, now: noon, variety: 9}
				for {
					select {
					case <-stop:
						return
					default:
					}
					h, _ := s.next()
					_ = r.Record(context.Background(), h)
					time.Sleep(20 * time.Microsecond)
				}
			}()
			recounted := uint64(0)
			for n := 0; n < 25 || recounted == 0; n++ { // until something is folded
				recounted = wantClean(t, r).Clicks
				time.Sleep(20 * time.Millisecond)
			}
			close(stop)
			<-stopped
		})
	}
}

// TestAuditNamesVariantsThatDiffer exchanges the rollups of two days of a split.
func TestAuditNamesVariantsThatDiffer(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	for day := range 2 {
		h := hit(7)
		h.Visit.Time = noon.AddDate(0, 0, day)
		h.Draws = []routing.Draw{{Split: 0, U: 10}}
		for range 1 + day {
			record(t, r, h)
		}
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	both := rows(t, store, analytics.TableRollups)
	r = reopen(t, r, store, func(tx analytics.Tx) error {
		return errors.Join(
			tx.Put(analytics.TableRollups, both[0].Key, both[1].Value),
			tx.Put(analytics.TableRollups, both[1].Key, both[0].Value))
	})
	wantFinding(t, r, `2026-03-29, link 7: variant "split-1/": stored 1, recounted 2`)
	rebuild(t, r, analytics.Selection{})
	sameRows(t, rows(t, store, analytics.TableRollups), both)
}
