package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/storetest"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// both is a store that can be used and copied.
type both interface {
	linkpack.Store
	transfer.Store
}

var (
	_ both = (*bolt.Store)(nil)
	_ both = (*memory.Store)(nil)
)

func file(tb testing.TB) *bolt.Store {
	tb.Helper()
	return open(tb, filepath.Join(tb.TempDir(), "linkpack.db"))
}

func open(tb testing.TB, path string) *bolt.Store {
	tb.Helper()
	s, err := bolt.Open(path, &bolt.Options{Unfinished: true})
	check(tb, err)
	tb.Cleanup(func() { _ = s.Close() }) // a test may have closed it
	return s
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func filled[S both](tb testing.TB, s S, seed uint64) S {
	tb.Helper()
	storetest.Fill(tb, s, rand.New(rand.NewPCG(1, seed)))
	return s
}

// content returns all rows of a store, as text.
func content(tb testing.TB, s transfer.Store) string {
	tb.Helper()
	var b bytes.Buffer
	check(tb, s.Rows().View(tb.Context(), func(v transfer.View) error {
		tables, err := transfer.TablesOf(v)
		check(tb, err)
		for _, table := range tables {
			for row, err := range v.Rows(table, nil) {
				check(tb, err)
				fmt.Fprintf(&b, "%s %q %q\n", table, row.Key, row.Value)
			}
		}
		return nil
	}))
	return b.String()
}

// same fails a test if two stores do not have the same rows.
func same(tb testing.TB, got, want transfer.Store) {
	tb.Helper()
	g, w := content(tb, got), content(tb, want)
	if g == w {
		return
	}
	gs, ws := bytes.Split([]byte(g), []byte("\n")), bytes.Split([]byte(w), []byte("\n"))
	for i := range min(len(gs), len(ws)) {
		if !bytes.Equal(gs[i], ws[i]) {
			tb.Fatalf("row %d:\ngot  %s\nwant %s", i, gs[i], ws[i])
		}
	}
	tb.Fatalf("got %d rows, want %d", len(gs), len(ws))
}

func TestCopyHasAllRowsInEveryStore(t *testing.T) {
	for seed := range uint64(6) {
		first := filled(t, memory.New(), seed)
		second, third, fourth := file(t), file(t), memory.New()
		check(t, transfer.Copy(t.Context(), second, first, nil))
		check(t, transfer.Copy(t.Context(), third, second, nil))
		check(t, transfer.Copy(t.Context(), fourth, third, nil))
		same(t, second, first)
		same(t, third, first)
		same(t, fourth, first)
		for err := range third.Check(t.Context()) {
			t.Error(err)
		}
	}
}

func TestCopyGoesOnAsTheSourceWould(t *testing.T) {
	source, copied := filled(t, file(t), 1), memory.New()
	check(t, transfer.Copy(t.Context(), copied, source, nil))
	for _, s := range []both{source, copied} {
		l := &linkpack.Link{ID: "later", Workspace: "acme", ShortCode: "later", Destination: "https://example.com/", Revision: 1}
		check(t, s.CreateLinks(t.Context(), l))
		check(t, s.DeleteLinks(t.Context(), "acme", linkpack.Edit{}, "later"))
		lease, err := s.LeaseLane(t.Context(), 0, "test")
		check(t, err)
		check(t, lease.UpdateClicks(t.Context(), func(tx analytics.Tx) error { return tx.Put(analytics.TableLog, []byte("k"), []byte("v")) }))
		check(t, lease.Release(t.Context()))
	}
	same(t, copied, source)
	_, wantErr := source.ChangesAfter(t.Context(), 3, 0)
	if _, err := copied.ChangesAfter(t.Context(), 3, 0); !errors.Is(err, linkpack.ErrGone) || !errors.Is(wantErr, linkpack.ErrGone) {
		t.Errorf("changes behind the trimmed ones: got error %v, want %v", err, wantErr)
	}
}

// failing is a store whose nth write fails, or that ends a context then.
type failing struct {
	transfer.Store
	after  int
	cancel context.CancelFunc
}

type failingRows struct {
	transfer.Rows
	f *failing
}

var errFailed = errors.New("the disk is full")

func (f *failing) Rows() transfer.Rows { return failingRows{f.Store.Rows(), f} }

func (r failingRows) Put(ctx context.Context, mark []byte, table transfer.Table, rows []transfer.Row) error {
	if r.f.after--; r.f.after < 0 {
		if r.f.cancel == nil {
			return errFailed
		}
		r.f.cancel()
	}
	return r.Rows.Put(ctx, mark, table, rows)
}

func TestCopyGoesOnAfterEveryInterruption(t *testing.T) {
	source, path := filled(t, memory.New(), 2), filepath.Join(t.TempDir(), "linkpack.db")
	interruptions := 0
	for rng := rand.New(rand.NewPCG(1, 2)); ; interruptions++ {
		dst := open(t, path)
		ctx, cancel := context.WithCancel(t.Context())
		f := &failing{Store: dst, after: 2 + rng.IntN(4)}
		if rng.IntN(2) == 0 {
			f.cancel = cancel
		}
		err := transfer.Copy(ctx, f, source, nil)
		cancel()
		check(t, dst.Close())
		if err == nil {
			break
		}
		if !errors.Is(err, errFailed) && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if _, err := bolt.Open(path, nil); !errors.Is(err, transfer.ErrUnfinished) {
			t.Fatalf("opening an unfinished copy: got error %v, want %v", err, transfer.ErrUnfinished)
		}
	}
	if interruptions < 5 {
		t.Errorf("interrupted %d times", interruptions)
	}
	whole, err := bolt.Open(path, nil)
	check(t, err)
	defer whole.Close()
	same(t, whole, source)
}

func TestMemoryShowsNothingOfAnUnfinishedCopy(t *testing.T) {
	source, dst := filled(t, memory.New(), 3), memory.New()
	err := transfer.Copy(t.Context(), &failing{Store: dst, after: 8}, source, nil)
	if !errors.Is(err, errFailed) {
		t.Fatal(err)
	}
	if last, err := dst.LastChange(t.Context()); last != 0 || err != nil {
		t.Errorf("last change %d, error %v", last, err)
	}
	check(t, transfer.Copy(t.Context(), dst, source, nil))
	same(t, dst, source)
}

func TestProgressIsMonotone(t *testing.T) {
	source, dst := filled(t, memory.New(), 4), file(t)
	var seen []transfer.Progress
	opts := &transfer.Options{Progress: func(p transfer.Progress) { seen = append(seen, p) }}
	if err := transfer.Copy(t.Context(), &failing{Store: dst, after: 9}, source, opts); !errors.Is(err, errFailed) {
		t.Fatal(err)
	}
	written := seen[len(seen)-1].Rows
	seen = nil
	check(t, transfer.Copy(t.Context(), dst, source, opts))
	steps := map[transfer.Step]int{transfer.Reading: 0, transfer.Writing: 1, transfer.Verifying: 2}
	for i, p := range seen {
		if p.Step == transfer.Writing && p.Rows < written {
			t.Errorf("%d rows were written, then %+v", written, p)
		}
		if i > 0 && (steps[p.Step] < steps[seen[i-1].Step] || p.Step == seen[i-1].Step && p.Rows < seen[i-1].Rows) {
			t.Errorf("%+v came after %+v", p, seen[i-1])
		}
	}
	if last := seen[len(seen)-1]; last.Step != transfer.Verifying || last.Rows != last.Total || last.Total == 0 {
		t.Errorf("the last progress is %+v", last)
	}
}
