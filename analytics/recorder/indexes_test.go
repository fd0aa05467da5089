package recorder_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// indexRows returns the keys of the indexes, each with its table.
func indexRows(t *testing.T, store analytics.Store) (rows []string) {
	t.Helper()
	err := store.ViewClicks(t.Context(), func(v analytics.View) error {
		for _, table := range []analytics.Table{analytics.TableIDs, analytics.TablePersons} {
			for row, err := range v.Lane(0).Scan(table, nil, nil) {
				if err != nil {
					return err
				}
				rows = append(rows, fmt.Sprintf("%s %x", table, row.Key))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// wantSound audits everything and wants no findings.
func wantSound(t *testing.T, r *recorder.Recorder) {
	t.Helper()
	a, err := r.Audit(t.Context(), analytics.Selection{})
	if err != nil || len(a.Findings) > 0 {
		t.Errorf("%v, findings %v", err, a)
	}
}

// trackedRun is the life of a recorder of tracked clicks, with a naive list of them.
type trackedRun struct {
	*testing.T
	*rand.Rand
	store    *shaky
	recorder *recorder.Recorder
	now      atomic.Int64
	clicks   map[string]analytics.Click // as of when they were recorded
	tracked  []string                   // tracked clicks that are left
	keep     time.Duration
}

func newTrackedRun(t *testing.T, seed uint64, keep time.Duration) *trackedRun {
	r := &trackedRun{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), store: &shaky{Store: memory.New()}, clicks: make(map[string]analytics.Click), keep: keep}
	r.now.Store(noon.UnixMilli())
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *trackedRun) open() {
	rec, err := recorder.Open(r.Context(), r.store, &analytics.Options{
		Clock: func() time.Time { return time.UnixMilli(r.now.Load()).UTC() }, Retention: r.keep, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		r.Fatal(err)
	}
	r.recorder = rec
}

func (r *trackedRun) close() {
	if err := r.recorder.Close(context.Background()); err != nil {
		r.Error(err)
	}
}

// at returns the current time.
func (r *trackedRun) at() time.Time { return time.UnixMilli(r.now.Load()).UTC() }

// step records some clicks and conversions, and sometimes opens the store again.
func (r *trackedRun) step() {
	for range r.IntN(20) {
		r.now.Add(r.Int64N(300))
		h := hit(uint32(r.IntN(3)))
		h.Visit.Time = r.at()
		if r.IntN(2) > 0 {
			h.ID = analytics.NewClickID(h.Visit.Time, 0, r.Uint64())
			h.Person = r.Uint64N(4)
			r.tracked = append(r.tracked, h.ID.String())
		}
		if err := r.recorder.Record(r.Context(), h); err != nil {
			r.Fatal(err)
		}
	}
	for range r.IntN(5) {
		if len(r.tracked) > 0 {
			r.convert(r.tracked[r.IntN(len(r.tracked))])
		}
	}
	if r.IntN(4) == 0 {
		r.close()
		r.open()
	}
	r.flush()
}

func (r *trackedRun) convert(click string) {
	facts := analytics.ConversionFacts{Click: click, Kind: "purchase", Value: float64(r.IntN(1e9)) / 1e6, Properties: []byte("{}")}
	if r.IntN(2) == 0 {
		facts.Kind, facts.Currency, facts.FormResponses = "form.submitted", "EUR", []byte(`{"a":"ü"}`)
	}
	c, err := r.recorder.Convert(r.Context(), analytics.ClickID{}, facts)
	first := true
	for _, other := range r.clicks {
		first = first && (other.Converted == nil || other.Converted.Click != click)
	}
	if err != nil || c.Converted.First != first {
		r.Fatalf("%+v, %v, first should be %v", c.Converted, err, first)
	}
	r.clicks[c.ID] = c
}

func (r *trackedRun) flush() {
	if err := r.recorder.Flush(r.Context()); err != nil {
		r.Fatal(err)
	}
}

// exported returns all clicks of the log.
func (r *trackedRun) exported() (clicks []analytics.Click) {
	for c, err := range r.recorder.Export(r.Context(), analytics.Selection{}) {
		if err != nil {
			r.Fatal(err)
		}
		clicks = append(clicks, c)
	}
	return clicks
}

// compare wants every click of the log, and no other, to be found by its ID.
func (r *trackedRun) compare() {
	left := make(map[string]bool)
	for _, c := range r.exported() {
		left[c.ID] = true
		if found := event(r.T, r.recorder, c.ID); !reflect.DeepEqual(found, c) {
			r.Errorf("found  %+v\nwanted %+v", found, c)
		}
		if want, ok := r.clicks[c.ID]; ok && !reflect.DeepEqual(c, want) {
			r.Errorf("read     %+v\nrecorded %+v", c, want)
		}
	}
	for id := range maps.Keys(r.clicks) {
		if _, err := r.recorder.Event(r.Context(), id); !left[id] && !errors.Is(err, analytics.ErrUnknownClick) {
			r.Errorf("%s is not in the log: %v", id, err)
		}
	}
	wantSound(r.T, r.recorder)
}

func TestTrackedClicksAreFoundAfterAnything(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := newTrackedRun(t, seed, 0)
			for range 12 {
				r.step()
			}
			r.compare()
			before := len(indexRows(t, r.store))
			if err := r.recorder.EraseClicks(t.Context(), []uint32{1}); err != nil {
				t.Fatal(err)
			}
			r.compare()
			if after := len(indexRows(t, r.store)); after >= before {
				t.Errorf("%d rows of indexes became %d", before, after)
			}
			if err := r.recorder.EraseClicks(t.Context(), []uint32{0, 2}); err != nil {
				t.Fatal(err)
			}
			r.compare()
			if rows := indexRows(t, r.store); len(rows) > 0 {
				t.Errorf("rows of erased clicks are left: %v", rows)
			}
		})
	}
}

func TestRetentionRemovesRowsOfIndexes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newTrackedRun(t, 1, time.Hour)
		r.step()
		r.step()
		r.now.Add(2 * time.Hour.Milliseconds())
		h := tracked(1, r.at(), 4)
		h.Person = 9
		record(t, r.recorder, h)
		r.close() // folds everything
		r.open()
		time.Sleep(time.Minute) // the recorder removes old clicks
		if rows := indexRows(t, r.store); len(rows) != 3 {
			t.Errorf("rows %v are left, want those of one click", rows)
		}
		r.compare()
	})
}

func TestRebuildMendsIndexes(t *testing.T) {
	for name, spoil := range map[string]func(tx analytics.Tx, row analytics.Row) error{
		"missing": func(tx analytics.Tx, row analytics.Row) error { return tx.Delete(tableOf(row), row.Key) },
		"damaged": func(tx analytics.Tx, row analytics.Row) error { return tx.Put(tableOf(row), row.Key, []byte("x")) },
		"wrong": func(tx analytics.Tx, row analytics.Row) error {
			key := slices.Clone(row.Key)
			key[1] ^= 1
			return tx.Put(tableOf(row), key, row.Value)
		},
		"too long": func(tx analytics.Tx, row analytics.Row) error {
			return tx.Put(tableOf(row), append(slices.Clone(row.Key), 0), row.Value)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newTrackedRun(t, 2, 0)
			for range 5 {
				r.step()
			}
			want := indexRows(t, r.store)
			spoilt := 0
			err := recorder.UpdateLane(t.Context(), r.recorder, func(tx analytics.Tx) error {
				spoilt = 0
				rows, err := everyThird(tx)
				if err != nil {
					return err
				}
				for _, row := range rows {
					spoilt++
					if err := spoil(tx, row); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			a, err := r.recorder.Rebuild(t.Context(), analytics.Selection{})
			if err != nil || len(a.Findings) != spoilt || spoilt < 10 {
				t.Errorf("%d rows were spoilt, %v, found %v", spoilt, err, a.Findings)
			}
			if got := indexRows(t, r.store); !slices.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
			r.compare()
		})
	}
}

// tableOf returns the table of a row of an index.
func tableOf(row analytics.Row) analytics.Table {
	if len(row.Key) == 16 {
		return analytics.TableIDs
	}
	return analytics.TablePersons
}

// everyThird returns every third row of the indexes.
func everyThird(tx analytics.Tx) (rows []analytics.Row, err error) {
	for _, table := range []analytics.Table{analytics.TableIDs, analytics.TablePersons} {
		n := 0
		for row, err := range tx.Scan(table, nil, nil) {
			if err != nil {
				return nil, err
			}
			if n++; n%3 == 0 {
				rows = append(rows, analytics.Row{Key: slices.Clone(row.Key), Value: slices.Clone(row.Value)})
			}
		}
	}
	return rows, nil
}

// TestRebuildRemovesRowsOfRemovedBlocks has retention remove a damaged row of the log,
// whose rows of indexes it cannot tell.
func TestRebuildRemovesRowsOfRemovedBlocks(t *testing.T) {
	for name, kept := range map[string]int{"the log is empty": 0, "a click is left": 1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newTrackedRun(t, 1, time.Hour)
				h := tracked(1, r.at(), 4)
				h.Person = 9
				record(t, r.recorder, h)
				row := chunksOf(t, r.store)[0]
				row.Value[len(row.Value)-1] ^= 1
				putRow(t, r.recorder, analytics.TableLog, row)
				r.now.Add(time.Minute.Milliseconds())
				record(t, r.recorder, hit(2)) // an old block takes a damaged one before it along
				r.now.Add(2 * time.Hour.Milliseconds())
				for range kept {
					record(t, r.recorder, tracked(3, r.at(), 5))
				}
				r.close() // folds everything
				r.open()
				time.Sleep(time.Minute) // the recorder removes old clicks
				if n := len(chunksOf(t, r.store)); n != kept {
					t.Fatalf("%d rows of the log are left, want %d", n, kept)
				}
				a, err := r.recorder.Rebuild(t.Context(), analytics.Selection{})
				if err != nil || len(a.Findings) != 3 {
					t.Errorf("%v, findings %v, want the 3 rows of the damaged click", err, a.Findings)
				}
				if rows := indexRows(t, r.store); len(rows) != kept {
					t.Errorf("rows %v are left", rows)
				}
				wantSound(t, r.recorder)
			})
		})
	}
}
