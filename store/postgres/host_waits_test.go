package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// TestAHostThatWaitsForItselfGetsAnError calls outside of a transaction of the same
// goroutine, and in a second one.
func TestAHostThatWaitsForItselfGetsAnError(t *testing.T) {
	for _, level := range isolations() {
		t.Run(string(level), func(t *testing.T) {
			s := openShop(t, postgres.Options{LeaseTTL: time.Second})
			check(t, s.transact(t.Context(), level, func(first context.Context, tx pgx.Tx) error {
				if err := s.order(first, tx, "first"); err != nil {
					return err
				}
				_, err := s.here.CreateLink(t.Context(), linkpack.Link{ShortCode: "outside", Destination: "https://example.com/"})
				if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "55P03" {
					t.Errorf("outside of the transaction: %v", err)
				}
				second, other := s.begin(t, level)
				if err := s.order(second, other, "second"); !errors.Is(err, postgres.ErrRetry) {
					t.Errorf("in a second transaction: %v", err)
				}
				check(t, other.Rollback(t.Context()))
				return s.order(first, tx, "more")
			}))
			check(t, s.here.CatchUp(t.Context()))
			for code, want := range map[string]string{"first": "https://example.com/first", "outside": "", "second": "", "more": "https://example.com/more"} {
				s.lead(t, code, want)
			}
		})
	}
}

func TestATransactionGoesOnWhileOthersWaitForIt(t *testing.T) {
	s := openShop(t, postgres.Options{})
	var waiting sync.WaitGroup
	tries := 0
	check(t, s.transact(t.Context(), pgx.Serializable, func(ctx context.Context, tx pgx.Tx) error {
		if err := s.order(ctx, tx, "first"); err != nil {
			return err
		}
		tries++
		outside := linkpack.Link{ShortCode: fmt.Sprint("outside", tries), Destination: "https://example.com/"}
		waiting.Go(func() {
			if _, err := s.here.CreateLink(t.Context(), outside); err != nil {
				t.Error(err)
			}
		})
		s.blocked(t)
		return s.order(ctx, tx, "second")
	}))
	waiting.Wait()
}

// blocked waits until a transaction waits for a lock.
func (s *shop) blocked(t *testing.T) {
	t.Helper()
	for waiting := false; !waiting; {
		check(t, s.pool.QueryRow(t.Context(), "select exists (select from pg_locks where not granted)").Scan(&waiting))
	}
}

// TestOrdersAndLinksAreTheSame lets many clerks of two processes take orders at once, in
// and outside of transactions, of which some are rolled back. Codes and destinations are
// few, so they conflict.
func TestOrdersAndLinksAreTheSame(t *testing.T) {
	s := openShop(t, postgres.Options{})
	var clerks sync.WaitGroup
	for n := range 6 {
		clerks.Go(func() {
			random := rand.New(rand.NewPCG(18, uint64(n)))
			for range 15 {
				if err := s.take(t.Context(), random); err != nil {
					t.Error(err)
				}
			}
		})
	}
	clerks.Wait()
	check(t, s.here.CatchUp(t.Context()))
	var codes []string
	for l, err := range s.here.Links(t.Context(), linkpack.LinkQuery{}) {
		check(t, err)
		codes = append(codes, l.ShortCode)
		s.lead(t, l.ShortCode, l.Destination)
	}
	slices.Sort(codes)
	rows, err := s.pool.Query(t.Context(), "select code from orders order by code")
	check(t, err)
	orders, err := pgx.CollectRows(rows, pgx.RowTo[string])
	check(t, err)
	n, err := s.here.CountLinks(t.Context(), linkpack.LinkQuery{})
	check(t, err)
	if !slices.Equal(orders, codes) || n != len(codes) {
		t.Errorf("orders %v, links %v, %d counted", orders, codes, n)
	}
}

// take takes an order or cancels one.
func (s *shop) take(ctx context.Context, random *rand.Rand) error {
	code, level, by := fmt.Sprint("c", random.IntN(20)), isolations()[random.IntN(2)], s.here
	if random.IntN(2) == 0 {
		by = s.there
	}
	work, cancelled := s.changing(code, by), random.IntN(4) == 0
	if random.IntN(3) == 0 { // disturb the others
		_, err := by.UpdateWorkspace(ctx, "", func(w *linkpack.Workspace) error { w.Name = code; return nil })
		return err
	}
	err := s.transact(ctx, level, func(ctx context.Context, tx pgx.Tx) error {
		err := work(ctx, tx)
		if err == nil && cancelled {
			err = errCancelled
		}
		return err
	})
	if errors.Is(err, errCancelled) {
		return nil
	}
	return err
}

var errCancelled = errors.New("cancelled")

// changing returns a function that makes an order with a link, or removes both.
func (s *shop) changing(code string, by *linkpack.Shortener) func(context.Context, pgx.Tx) error {
	return func(ctx context.Context, tx pgx.Tx) error {
		change := "insert into orders values ($1)"
		l, err := by.LinkByCode(ctx, "", "", code)
		if err == nil {
			change = "delete from orders where code = $1"
			err = by.DeleteLink(ctx, "", l.ID)
		} else {
			_, err = by.CreateLink(ctx, linkpack.Link{ShortCode: code, Destination: "https://example.com/" + code})
		}
		if errors.Is(err, linkpack.ErrExists) || errors.Is(err, linkpack.ErrNotFound) { // read committed: another clerk was faster
			return errCancelled
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, change, code)
		return err
	}
}
