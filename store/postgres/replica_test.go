package postgres_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
)

// replicated returns a server with the tables of a store, one that follows it, and a pool of
// connections to the one that takes changes.
func replicated(t *testing.T) (first, second *cluster.Cluster, p *pgxpool.Pool) {
	t.Helper()
	first = own(t)
	second, err := first.Replica()
	found(t, err)
	t.Cleanup(func() { check(t, second.Stop()) })
	p = pool(t, first.Or(second))
	t.Cleanup(p.Close)
	check(t, postgres.Migrate(t.Context(), p))
	return first, second, p
}

// TestAReplicaTakesOver promotes a replica that every commit waits for, under load. Nothing
// acknowledged is lost, and writing goes on there by itself.
func TestAReplicaTakesOver(t *testing.T) {
	for name, c := range map[string]struct {
		end    func(*testing.T, *cluster.Cluster, *load)
		deaths int64
	}{
		"from a server that was killed": {func(t *testing.T, first *cluster.Cluster, _ *load) { check(t, first.Kill()) }, 1},
		"from a server that takes no changes any more": {func(t *testing.T, first *cluster.Cluster, l *load) {
			configure(t, pool(t, first.DSN()), "default_transaction_read_only = on")
			l.fails(t, "25006")
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			first, second, p := replicated(t)
			check(t, first.Wait())
			l := newLoad(t, p)
			l.begin(t.Context())
			l.progress(t)
			c.end(t, first, l)
			check(t, second.Promote())
			l.end(t, c.deaths)
		})
	}
}

// TestAReplicaThatIsBehindLacksTheLastChanges promotes a replica that no commit waited for.
func TestAReplicaThatIsBehindLacksTheLastChanges(t *testing.T) {
	first, second, p := replicated(t)
	s := handle(t, p)
	defer s.Close()
	ctx := t.Context()
	check(t, first.Wait())
	check(t, s.CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x"}))
	configure(t, p, "synchronous_standby_names = ''")
	check(t, second.Leave())
	check(t, s.CreateLinks(ctx, &linkpack.Link{ID: "2", ShortCode: "y"}))
	check(t, first.Kill())
	check(t, second.Promote())
	p.Reset()
	_, err := s.Link(ctx, "", "1")
	check(t, err)
	if _, err := s.Link(ctx, "", "2"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the last link: %v, want %v", err, linkpack.ErrNotFound)
	}
	if last, err := s.LastChange(ctx); last != 1 || err != nil {
		t.Errorf("the last change is %d, %v, want 1", last, err)
	}
}

// TestNumbersStayUniqueWhenAFailoverForgetsThem lets two processes have the same numbers
// reserved, as they have after a failover to a replica that was behind.
func TestNumbersStayUniqueWhenAFailoverForgetsThem(t *testing.T) {
	p := migrated(t)
	ctx := t.Context()
	ours, theirs := handle(t, p), handle(t, p)
	defer ours.Close()
	defer theirs.Close()
	for n, s := range []linkpack.Store{ours, theirs, ours, theirs, theirs, ours} {
		if n == 1 {
			spoil(t, p, "update linkpack_counters set last = 64 where name = 'numbers'")
		}
		name := fmt.Sprint(n)
		check(t, s.CreateLinks(ctx, &linkpack.Link{ID: name, ShortCode: name, Workspace: "of " + name}))
	}
	numbers := make(map[uint32]bool)
	for n := range 6 {
		workspace := fmt.Sprint("of ", n)
		l, err := ours.Link(ctx, workspace, fmt.Sprint(n))
		check(t, err)
		number, err := ours.WorkspaceNumber(ctx, workspace)
		check(t, err)
		numbers[l.Number], numbers[number] = true, true
	}
	if len(numbers) != 12 {
		t.Errorf("%d numbers of 6 links and workspaces, want 12", len(numbers))
	}
}
