package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// everyKind is a store with rows of every kind.
func everyKind(t *testing.T) *memory.Store {
	t.Helper()
	store := memory.New()
	s := source{Rand: rand.New(rand.NewPCG(1, 2)), links: []uint32{1, 2, 300}, now: noon, variety: 50}
	options := quiet()
	options.QueueSize = 1
	r := open(t, store, options)
	for range 300 {
		h, _ := s.next()
		if s.IntN(9) == 0 { // is lost, because the queue is full
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, _ = r.Record(ctx, h), r.Record(ctx, h)
			if err := r.Flush(t.Context()); err != nil { // or the next would be lost when the store is slow
				t.Fatal(err)
			}
			continue
		}
		record(t, r, h)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	options.Clock = func() time.Time { return noon.AddDate(0, 2, 0) }
	r = open(t, store, options)
	h, _ := s.next()
	h.Visit.Time = options.Clock()
	record(t, r, h) // begins a generation of words
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store
}

// quiet are options of a recorder at noon that says nothing.
func quiet() *analytics.Options {
	return &analytics.Options{
		Clock:  func() time.Time { return noon },
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// errorLog is a log that keeps the errors.
type errorLog []error

// Enabled implements [slog.Handler].
func (*errorLog) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements [slog.Handler].
func (l *errorLog) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok {
			*l = append(*l, err)
		}
		return true
	})
	return nil
}

// WithAttrs implements [slog.Handler].
func (l *errorLog) WithAttrs([]slog.Attr) slog.Handler { return l }

// WithGroup implements [slog.Handler].
func (l *errorLog) WithGroup(string) slog.Handler { return l }

// copied returns a copy of a store.
func copied(t *testing.T, from analytics.Store) *memory.Store {
	t.Helper()
	to := memory.New()
	put := func(table analytics.Table) func(analytics.Tx) error {
		return func(tx analytics.Tx) (err error) {
			for _, row := range storedRows(t, from, table) {
				err = errors.Join(err, tx.Put(table, row.Key, row.Value))
			}
			return err
		}
	}
	if err := to.UpdateShared(t.Context(), put(analytics.TableShared)); err != nil {
		t.Fatal(err)
	}
	lease, err := to.LeaseLane(t.Context(), 0, "a test")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range analytics.Tables() {
		if err := lease.UpdateClicks(t.Context(), put(table)); err != nil {
			t.Fatal(err)
		}
	}
	if err := lease.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	return to
}

// figures are all answers about a store: the statistics of all links and of a
// workspace, and their clicks. Where there is an error, there is no figure.
type figures struct {
	stats     *analytics.Stats
	workspace *analytics.Stats
	clicks    map[uint32][]analytics.Click
}

// ask opens the store and asks for everything, the audit first. It returns the
// errors, and those that were logged when the store was opened.
func ask(t *testing.T, store analytics.Store) (got figures, errs []error) {
	t.Helper()
	var log errorLog
	options := quiet()
	options.Logger = slog.New(&log)
	r, err := recorder.Open(t.Context(), store, options)
	if err != nil {
		return got, []error{err}
	}
	defer r.Close(context.Background())
	errs = log
	a, err := r.Audit(t.Context(), analytics.Selection{})
	if err != nil {
		errs = append(errs, err)
	} else {
		for _, f := range a.Findings {
			if f.Err != nil {
				errs = append(errs, f.Err)
			}
		}
	}
	links := []uint32{1, 2, 300}
	got.stats, err = r.Stats(t.Context(), analytics.Query{Links: links, From: noon.AddDate(0, 0, -5), To: noon.AddDate(0, 0, 5)})
	if err != nil {
		got.stats = nil
		errs = append(errs, err)
	}
	got.workspace, err = r.Stats(t.Context(), analytics.Query{
		Workspace: workspaceOf(1), From: noon.AddDate(0, -2, 0), To: noon.AddDate(0, 2, 0),
	})
	if err != nil {
		got.workspace = nil
		errs = append(errs, err)
	}
	got.clicks = map[uint32][]analytics.Click{}
	for _, link := range links {
		for c, err := range r.Clicks(t.Context(), link) {
			if err != nil {
				delete(got.clicks, link)
				errs = append(errs, err)
				break
			}
			got.clicks[link] = append(got.clicks[link], c)
		}
	}
	return got, errs
}

// compareFlipped wants what was answered to be right.
func compareFlipped(t *testing.T, what string, got, want figures) {
	t.Helper()
	if got.stats != nil && !reflect.DeepEqual(got.stats, want.stats) {
		t.Errorf("%s: wrong statistics", what)
	}
	if got.workspace != nil && !reflect.DeepEqual(got.workspace, want.workspace) {
		t.Errorf("%s: wrong statistics of the workspace", what)
	}
	for link, clicks := range got.clicks {
		if !reflect.DeepEqual(clicks, want.clicks[link]) {
			t.Errorf("%s: wrong clicks of link %d", what, link)
		}
	}
}

// TestAFlippedByteIsAnErrorAndNeverAWrongFigure flips bytes of rows of every
// table: all of small ones, some of large ones.
func TestAFlippedByteIsAnErrorAndNeverAWrongFigure(t *testing.T) {
	store := everyKind(t)
	want, errs := ask(t, store)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, kind := range []struct {
		table analytics.Table
		key   func(key []byte) bool // chooses rows
		name  string                // is in the error
	}{
		{analytics.TableLog, func(key []byte) bool { return key[8] == 0 }, "log block "},
		{analytics.TableLog, func(key []byte) bool { return key[8] == 0xff && key[15] == 0 }, "log block "},
		{analytics.TableLog, func(key []byte) bool { return key[8] == 0xff && key[15] > 0 }, "log block "},
		{analytics.TableWords, func([]byte) bool { return true }, "word "},
		{analytics.TablePlans, func([]byte) bool { return true }, "plan of link "},
		{analytics.TableRollups, func(key []byte) bool { return key[0] == 0 }, "rollup of 2026-"},
		{analytics.TableRollups, func(key []byte) bool { return key[0] == 0xff }, "lost clicks of 2026-"},
		{analytics.TableSums, func(key []byte) bool { return key[0] == 1 }, "sum of 2026-"},
		{analytics.TableSums, func(key []byte) bool { return key[0] == 2 }, "sum of 2026-"},
		{analytics.TableSums, func(key []byte) bool { return key[0] == 3 }, "sum of all days"},
		{analytics.TablePacks, func(key []byte) bool { return key[0] == 1 }, "rollup of 2026-"},
		{analytics.TablePacks, func(key []byte) bool { return key[0] == 2 }, "word "},
		{analytics.TablePacks, func(key []byte) bool { return key[0] == 3 }, "log block "},
		{analytics.TableHeads, func([]byte) bool { return true }, "heads of links "},
		{analytics.TableMeta, func([]byte) bool { return true }, "meta value "},
		{analytics.TableShared, func([]byte) bool { return true }, "shared value "},
	} {
		all := rows(t, store, kind.table)
		chosen := all[:0]
		for _, row := range all {
			if kind.key(row.Key) {
				chosen = append(chosen, row)
			}
		}
		if len(chosen) == 0 {
			t.Errorf("no rows with %q in table %s", kind.name, kind.table)
		}
		for range recorder.Seeds(3) {
			row := chosen[random.IntN(len(chosen))]
			for _, i := range somePlaces(random, len(row.Value)) {
				what := fmt.Sprintf("byte %d of %x in table %s", i, row.Key, kind.table)
				damaged := copied(t, store)
				flip(t, damaged, kind.table, row, i, byte(1+random.IntN(255)))
				got, errs := ask(t, damaged)
				compareFlipped(t, what, got, want)
				if !names(errs, kind.name) {
					t.Errorf("%s: no error names it: %v", what, errs)
				}
			}
		}
	}
}

// somePlaces returns all places of something short, and some of something long.
func somePlaces(random *rand.Rand, size int) []int {
	places := random.Perm(size)
	if size <= 64 {
		return places
	}
	return append(places[:20], 0, size-1)
}

// flip stores a row with a byte changed.
func flip(t *testing.T, store analytics.Store, table analytics.Table, row analytics.Row, i int, mask byte) {
	t.Helper()
	value := bytes.Clone(row.Value)
	value[i] ^= mask
	put := func(tx analytics.Tx) error { return tx.Put(table, row.Key, value) }
	var err error
	if table == analytics.TableShared {
		err = store.UpdateShared(t.Context(), put)
	} else {
		err = change(t, store, put)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// names reports whether an error is about a damaged row of a name.
func names(errs []error, name string) bool {
	for _, err := range errs {
		if (errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat)) && strings.Contains(err.Error(), name) {
			return true
		}
	}
	return false
}
