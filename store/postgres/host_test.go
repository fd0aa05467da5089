package postgres_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// shop is a host with a table of orders beside the links, and a second process.
type shop struct {
	pool        *pgxpool.Pool
	here, there *linkpack.Shortener
}

func openShop(t *testing.T, opts postgres.Options) *shop {
	t.Helper()
	opts.Lanes = 2
	p := migrated(t)
	_, err := p.Exec(t.Context(), "create table orders (code text primary key)")
	check(t, err)
	open := func() *linkpack.Shortener {
		store, err := postgres.Open(t.Context(), p, &opts)
		check(t, err)
		s, err := linkpack.New(store, nil)
		check(t, err)
		t.Cleanup(func() { check(t, errors.Join(s.Close(context.Background()), store.Close())) })
		return s
	}
	return &shop{p, open(), open()}
}

// isolations are those that a host's transaction may have.
func isolations() []pgx.TxIsoLevel { return []pgx.TxIsoLevel{pgx.Serializable, pgx.ReadCommitted} }

// begin begins a transaction of the host's.
func (s *shop) begin(t *testing.T, level pgx.TxIsoLevel) (context.Context, pgx.Tx) {
	t.Helper()
	tx, err := s.pool.BeginTx(t.Context(), pgx.TxOptions{IsoLevel: level})
	check(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	return postgres.WithTx(t.Context(), tx), tx
}

// transact runs fn in a transaction of the host's, again as long as the database says so.
func (s *shop) transact(ctx context.Context, level pgx.TxIsoLevel, fn func(context.Context, pgx.Tx) error) error {
	for {
		err := pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: level}, func(tx pgx.Tx) error {
			return fn(postgres.WithTx(ctx, tx), tx)
		})
		pg, ok := errors.AsType[*pgconn.PgError](err)
		if !errors.Is(err, postgres.ErrRetry) && (!ok || pg.Code != "40001" && pg.Code != "40P01") {
			return err
		}
	}
}

// order stores an order and its link.
func (s *shop) order(ctx context.Context, tx pgx.Tx, code string) error {
	if _, err := tx.Exec(ctx, "insert into orders values ($1)", code); err != nil {
		return err
	}
	_, err := s.here.CreateLink(ctx, linkpack.Link{ShortCode: code, Destination: "https://example.com/" + code})
	return err
}

// destinationOf returns where a code leads in a process, or "".
func destinationOf(t *testing.T, s *linkpack.Shortener, code string) string {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", code, &routing.Visit{Method: "GET"})
	if err != nil && !errors.Is(err, linkpack.ErrNotFound) && !errors.Is(err, linkpack.ErrGone) {
		t.Fatal(err)
	}
	return res.Location
}

// lead checks where a code leads: here at once, and there soon.
func (s *shop) lead(t *testing.T, code, want string) {
	t.Helper()
	if got := destinationOf(t, s.here, code); got != want {
		t.Errorf("%s leads to %q, want %q", code, got, want)
	}
	for destinationOf(t, s.there, code) != want {
		check(t, t.Context().Err()) // until the test runs out of time
	}
}

func TestAnOrderAndItsLinksAreCommittedTogether(t *testing.T) {
	for _, level := range isolations() {
		t.Run(string(level), func(t *testing.T) {
			s := openShop(t, postgres.Options{})
			old, err := s.here.CreateLink(t.Context(), linkpack.Link{ShortCode: "old", Destination: "https://example.com/"})
			check(t, err)
			gone, err := s.here.CreateLink(t.Context(), linkpack.Link{ShortCode: "gone", Destination: "https://example.com/"})
			check(t, err)
			before := map[string]string{"new": "", "old": "https://example.com/", "gone": "https://example.com/"}
			after := map[string]string{"new": "https://example.com/new", "old": "https://example.com/changed", "gone": ""}
			last, err := s.here.LastChange(t.Context())
			check(t, err)

			check(t, s.transact(t.Context(), level, func(ctx context.Context, tx pgx.Tx) error {
				err := s.order(ctx, tx, "new")
				if err == nil {
					_, err = s.here.UpdateLink(ctx, "", old.ID, func(l *linkpack.Link) error { l.Destination += "changed"; return nil })
				}
				if err == nil {
					err = s.here.DeleteLink(ctx, "", gone.ID)
				}
				if err != nil {
					return err
				}
				for code, want := range before {
					s.lead(t, code, want)
					if got := destinationOf(t, s.here, code); got != want { // from the cache
						t.Errorf("%s leads to %q, want %q", code, got, want)
					}
				}
				now, err := s.here.LastChange(ctx)
				if err == nil && now != last {
					t.Errorf("the last change before the commit is %d, want %d", now, last)
				}
				if err != nil {
					return err
				}
				l, err := s.here.Link(ctx, "", old.ID)
				if err == nil && l.Destination != after["old"] {
					t.Errorf("the transaction reads %v", l)
				}
				return err
			}))
			check(t, s.here.CatchUp(t.Context()))
			for code, want := range after {
				s.lead(t, code, want)
			}
		})
	}
}

// rows returns all rows of the tables of links, documents and visitors, and of the change
// log, without the terms of upkeep, which change by themselves.
func (s *shop) rows(t *testing.T) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	for _, name := range []string{
		"links", "link_ids", "link_codes", "link_external", "link_destinations", "link_orders", "link_segments", "link_bin",
		"link_deleted", "link_revisions", "link_uses", "workspaces", "documents", "document_keys", "visitors", "outbox", "changes",
	} {
		rows, err := s.pool.Query(t.Context(), "select t::text from linkpack_"+name+" t order by 1")
		check(t, err)
		found[name], err = pgx.CollectRows(rows, pgx.RowTo[string])
		check(t, err)
		found[name] = slices.DeleteFunc(found[name], isTerm)
	}
	return found
}

// isTerm reports whether a row is a document of the kind "term".
func isTerm(row string) bool { return strings.HasPrefix(row, `("\\x047465726d`) }

func TestARollbackLeavesNoTrace(t *testing.T) {
	for _, level := range isolations() {
		t.Run(string(level), func(t *testing.T) {
			s := openShop(t, postgres.Options{})
			link, err := s.here.CreateLink(t.Context(), linkpack.Link{ShortCode: "old", Destination: "https://example.com/"})
			check(t, errors.Join(err, s.here.CatchUp(t.Context())))
			before := s.rows(t)
			err = s.transact(t.Context(), level, func(ctx context.Context, tx pgx.Tx) error {
				err := s.order(ctx, tx, "new")
				if err == nil {
					_, err = s.here.CreateWorkspace(ctx, linkpack.Workspace{ID: "other"})
				}
				if err == nil {
					_, err = s.here.CreateLink(ctx, linkpack.Link{Workspace: "other", Destination: "https://example.com/", Group: "made"})
				}
				if err == nil {
					err = s.here.DeleteLinksNow(ctx, "", []string{link.ID})
				}
				return cmp.Or(err, errCancelled)
			})
			if !errors.Is(err, errCancelled) {
				t.Error(err)
			}
			check(t, s.here.CatchUp(t.Context()))
			s.lead(t, "old", "https://example.com/")
			s.lead(t, "new", "")
			if after := s.rows(t); !maps.EqualFunc(before, after, slices.Equal[[]string]) {
				t.Errorf("rows before:\n%v\nafter:\n%v", before, after)
			}
		})
	}
}

func TestACallThatFailsLeavesTheTransactionAsItWas(t *testing.T) {
	s := openShop(t, postgres.Options{})
	ctx, tx := s.begin(t, pgx.ReadCommitted)
	check(t, s.order(ctx, tx, "first"))
	both := []linkpack.Link{{ShortCode: "second", Destination: "https://example.com/"}, {ShortCode: "first", Destination: "https://example.com/"}}
	if _, err := s.here.CreateLinks(ctx, both); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("a code that is taken: %v", err)
	}
	err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error {
		return errors.Join(s.order(postgres.WithTx(ctx, inner), inner, "third"), errors.New("changed my mind"))
	})
	if err == nil || err.Error() != "changed my mind" {
		t.Errorf("in a savepoint: %v", err)
	}
	check(t, errors.Join(tx.Commit(t.Context()), s.here.CatchUp(t.Context())))
	for code, want := range map[string]string{"first": "https://example.com/first", "second": "", "third": ""} {
		s.lead(t, code, want)
	}
}

func TestWhichTransactionsAreRefused(t *testing.T) {
	s, other := openShop(t, postgres.Options{}), openShop(t, postgres.Options{})
	foreign, _ := other.begin(t, pgx.Serializable)
	repeatable, _ := s.begin(t, pgx.RepeatableRead)
	finished, tx := s.begin(t, pgx.Serializable)
	check(t, tx.Rollback(t.Context()))
	ended, tx := s.begin(t, pgx.Serializable)
	_, err := s.here.Workspace(ended, "")
	check(t, errors.Join(err, tx.Commit(t.Context())))
	for name, c := range map[string]struct {
		ctx  context.Context
		want error
	}{
		"of another database":              {foreign, postgres.ErrOtherDatabase},
		"of another store":                 {linkpack.WithTransaction(t.Context(), 1), postgres.ErrOtherDatabase},
		"repeatable read":                  {repeatable, nil},
		"that was rolled back":             {finished, pgx.ErrTxClosed},
		"that was committed in the middle": {ended, pgx.ErrTxClosed},
	} {
		_, err := s.here.CreateLink(c.ctx, linkpack.Link{ShortCode: "x", Destination: "https://example.com/"})
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("a transaction %s: %v, want %v", name, err, c.want)
		}
	}
	s.lead(t, "x", "")
}

func TestAHostBeginsAgainAfterAConflict(t *testing.T) {
	s := openShop(t, postgres.Options{})
	late, tx := s.begin(t, pgx.Serializable)
	_, err := s.here.Workspace(late, "") // takes the snapshot
	check(t, err)
	_, err = s.there.CreateLink(t.Context(), linkpack.Link{ShortCode: "x", Destination: "https://example.com/"})
	check(t, err)
	if err := s.order(late, tx, "x"); !errors.Is(err, postgres.ErrRetry) {
		t.Errorf("a code that was taken after the transaction began: %v", err)
	}
	check(t, tx.Rollback(t.Context()))
	again, tx := s.begin(t, pgx.Serializable)
	if err := s.order(again, tx, "x"); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("in the next transaction: %v", err)
	}
}
