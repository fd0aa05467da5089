package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/storetest"
	"github.com/linkpack/linkpack-go/store/transfer"
)

var _ transfer.Store = (*postgres.Store)(nil)

// copied opens a database that may have an unfinished copy. It has two lanes.
func copied(tb testing.TB, p *pgxpool.Pool) *postgres.Store {
	tb.Helper()
	s, err := postgres.Open(tb.Context(), p, &postgres.Options{Unfinished: true, Lanes: 2, LeaseTTL: time.Minute})
	check(tb, err)
	tb.Cleanup(func() { check(tb, s.Close()) })
	return s
}

func boltFile(tb testing.TB) *bolt.Store {
	tb.Helper()
	s, err := bolt.Open(filepath.Join(tb.TempDir(), "linkpack.db"), nil)
	check(tb, err)
	tb.Cleanup(func() { check(tb, s.Close()) })
	return s
}

// lines returns all rows of a store in all tables, as text.
func lines(tb testing.TB, s transfer.Store) (all []string) {
	tb.Helper()
	check(tb, s.Rows().View(tb.Context(), func(v transfer.View) error {
		tables, err := transfer.TablesOf(v)
		check(tb, err)
		for _, table := range tables {
			for row, err := range v.Rows(table, nil) {
				check(tb, err)
				all = append(all, fmt.Sprintf("%s %q %q", table, row.Key, row.Value))
			}
		}
		return nil
	}))
	return all
}

// sameRows fails a test if two stores do not have the same rows.
func sameRows(tb testing.TB, got, want transfer.Store) {
	tb.Helper()
	g, w := lines(tb, got), lines(tb, want)
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			tb.Fatalf("row %d:\ngot  %s\nwant %s", i, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		tb.Fatalf("got %d rows, want %d", len(g), len(w))
	}
}

// secondLane writes to all tables of lane 2.
func secondLane(tb testing.TB, s *postgres.Store) {
	tb.Helper()
	lease, err := s.LeaseLane(tb.Context(), 2, "test")
	check(tb, err)
	check(tb, lease.UpdateClicks(tb.Context(), func(tx analytics.Tx) error {
		for n, table := range analytics.Tables() {
			if err := tx.Put(table, []byte(table), bytes.Repeat([]byte{byte(n)}, n)); err != nil {
				return err
			}
		}
		return nil
	}))
	check(tb, lease.Release(tb.Context()))
}

func TestCopyFromAFileAndBack(t *testing.T) {
	file, back := boltFile(t), boltFile(t)
	storetest.Fill(t, file, rand.New(rand.NewPCG(1, 1)))
	db := copied(t, migrated(t))
	check(t, transfer.Copy(t.Context(), db, file, nil))
	check(t, transfer.Copy(t.Context(), back, db, nil))
	sameRows(t, back, file)
	for err := range back.Check(t.Context()) {
		t.Error(err)
	}
}

func TestCopyKeepsAllLanes(t *testing.T) {
	first, second, file := copied(t, migrated(t)), copied(t, migrated(t)), boltFile(t)
	storetest.Fill(t, first, rand.New(rand.NewPCG(1, 2)))
	secondLane(t, first)
	check(t, transfer.Copy(t.Context(), file, first, nil))
	check(t, transfer.Copy(t.Context(), second, file, nil))
	sameRows(t, file, first)
	sameRows(t, second, first)
	lease, err := second.LeaseLane(t.Context(), 2, "test")
	check(t, err)
	if lease.Epoch() != 2 {
		t.Errorf("the epoch behind 1 is %d", lease.Epoch())
	}
	check(t, lease.Release(t.Context()))
	if err := transfer.Copy(t.Context(), memory.New(), file, nil); err == nil {
		t.Error("a store in memory took a second lane")
	}
}

func TestCopyGoesOnAsTheDatabaseWould(t *testing.T) {
	file, db := boltFile(t), copied(t, migrated(t))
	storetest.Fill(t, file, rand.New(rand.NewPCG(1, 3)))
	check(t, transfer.Copy(t.Context(), db, file, nil))
	l := &linkpack.Link{ID: "later", Workspace: "later", ShortCode: "later", Destination: "https://example.com/", Revision: 1}
	check(t, db.CreateLinks(t.Context(), l))
	if l.Number%64 != 0 {
		t.Errorf("the first reserved number is %d, want a multiple of 64", l.Number)
	}
	check(t, db.DeleteLinks(t.Context(), "later", linkpack.Edit{}, "later"))
	if _, err := db.ChangesAfter(t.Context(), 3, 0); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("changes behind trimmed ones: got error %v, want %v", err, linkpack.ErrGone)
	}
	changes, err := db.ChangesAfter(t.Context(), 30, 0)
	check(t, err)
	if last := changes[len(changes)-1]; last.ID != "later" || last.Seq != 30+uint64(len(changes)) {
		t.Errorf("the last change is %+v", last)
	}
}

// stopping is a store of which only some writes succeed.
type stopping struct {
	transfer.Store
	writes int
}

type stoppingRows struct {
	transfer.Rows
	s *stopping
}

var errStopped = errors.New("stopped")

func (s *stopping) Rows() transfer.Rows { return stoppingRows{s.Store.Rows(), s} }

func (r stoppingRows) Put(ctx context.Context, mark []byte, t transfer.Table, rows []transfer.Row) error {
	if r.s.writes--; r.s.writes < 0 {
		return errStopped
	}
	return r.Rows.Put(ctx, mark, t, rows)
}

func TestCopyToADatabaseGoesOn(t *testing.T) {
	source, p := memory.New(), migrated(t)
	storetest.Fill(t, source, rand.New(rand.NewPCG(1, 4)))
	db := copied(t, p)
	for writes := 1; ; writes++ {
		err := transfer.Copy(t.Context(), &stopping{db, writes}, source, nil)
		if err == nil {
			break
		}
		if !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		if _, err := postgres.Open(t.Context(), p, nil); !errors.Is(err, transfer.ErrUnfinished) {
			t.Fatalf("opening an unfinished copy: got error %v, want %v", err, transfer.ErrUnfinished)
		}
	}
	sameRows(t, handle(t, p).(*postgres.Store), source)
}

func TestCopyRefusesADatabaseInUse(t *testing.T) {
	db := copied(t, migrated(t))
	lease, err := db.LeaseLane(t.Context(), 1, "test")
	check(t, err)
	tries := func() {
		t.Helper()
		if err := transfer.Copy(t.Context(), db, memory.New(), nil); !errors.Is(err, transfer.ErrInUse) {
			t.Errorf("as destination: got error %v, want %v", err, transfer.ErrInUse)
		}
		if err := transfer.Copy(t.Context(), memory.New(), db, nil); !errors.Is(err, transfer.ErrInUse) {
			t.Errorf("as source: got error %v, want %v", err, transfer.ErrInUse)
		}
	}
	tries()
	check(t, lease.Release(t.Context()))
	check(t, db.Ask(t.Context(), []analytics.Lane{1}, analytics.Request{ID: "a"}))
	tries()
}

func TestCopyNamesADamagedRecordOfTheDatabase(t *testing.T) {
	p := migrated(t)
	db, dst := copied(t, p), memory.New()
	storetest.Fill(t, db, rand.New(rand.NewPCG(1, 5)))
	_, err := p.Exec(t.Context(), "update linkpack_links set value = substr(value, 1, 40) where key = (select key from linkpack_links order by key desc limit 1)")
	check(t, err)
	if err := transfer.Copy(t.Context(), dst, db, nil); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("got error %v, want %v", err, linkpack.ErrDamaged)
	}
}
