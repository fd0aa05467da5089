package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// meddler is a tracer that does something before each statement is sent.
type meddler struct{ do func(sql string) }

func (m *meddler) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	m.do(q.SQL)
	return ctx
}

func (m *meddler) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (m *meddler) TraceBatchStart(ctx context.Context, _ *pgx.Conn, b pgx.TraceBatchStartData) context.Context {
	for _, q := range b.Batch.QueuedQueries {
		m.do(q.SQL)
	}
	return ctx
}

func (m *meddler) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (m *meddler) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// meddled opens a store in the schema of a pool. do is called before each of its statements.
func meddled(tb testing.TB, p *pgxpool.Pool, do func(sql string)) linkpack.Store {
	tb.Helper()
	config := p.Config()
	config.ConnConfig.Tracer = &meddler{do}
	watched, err := pgxpool.NewWithConfig(tb.Context(), config)
	check(tb, err)
	tb.Cleanup(watched.Close)
	return handle(tb, watched)
}

// TestConflictsUseUpNoNumbers creates many links in a workspace to which another process adds
// one whenever they are about to be committed.
func TestConflictsUseUpNoNumbers(t *testing.T) {
	p := migrated(t)
	theirs := handle(t, p)
	defer theirs.Close()
	conflicts := 0
	ours := meddled(t, p, func(sql string) {
		if sql != "commit" || conflicts == 3 {
			return
		}
		conflicts++
		check(t, theirs.CreateLinks(t.Context(), &linkpack.Link{ID: fmt.Sprint(conflicts), ShortCode: fmt.Sprint(conflicts)}))
	})
	defer ours.Close()
	check(t, ours.CreateLinks(t.Context(), hundred(0)...))
	if n, err := theirs.CountLinks(t.Context(), ""); err != nil || n != 103 {
		t.Errorf("%d links, %v, want 103", n, err)
	}
}

// TestALongUpdateEndsBesideShortOnes lets another process change the same link in each run of
// an update, until it has to wait.
func TestALongUpdateEndsBesideShortOnes(t *testing.T) {
	p := migrated(t)
	config := p.Config()
	config.ConnConfig.RuntimeParams["lock_timeout"] = "1"
	hasty, err := pgxpool.NewWithConfig(t.Context(), config)
	check(t, err)
	defer hasty.Close()
	ours, theirs := handle(t, p), handle(t, hasty)
	defer ours.Close()
	defer theirs.Close()
	check(t, ours.CreateLinks(t.Context(), &linkpack.Link{ID: "1", ShortCode: "x"}))
	runs := 0
	_, err = ours.UpdateLinks(t.Context(), "", []string{"1"}, func(_ int, l *linkpack.Link) error {
		if runs++; runs > 20 {
			return errors.New("it runs again and again")
		}
		l.Notes = "long"
		_, _ = theirs.UpdateLinks(t.Context(), "", []string{"1"}, func(_ int, l *linkpack.Link) error {
			l.Name = fmt.Sprint("short ", runs)
			return nil
		})
		return nil
	})
	check(t, err)
	if runs == 1 {
		t.Error("there was no conflict")
	}
}

// TestVisitsDoNotKeepALinkFromBeingDeleted uses a link whenever its deletion is about to be
// committed.
func TestVisitsDoNotKeepALinkFromBeingDeleted(t *testing.T) {
	p := migrated(t)
	theirs := handle(t, p)
	defer theirs.Close()
	l := &linkpack.Link{ID: "1", ShortCode: "x"}
	check(t, theirs.CreateLinks(t.Context(), l))
	commits := 0
	ours := meddled(t, p, func(sql string) {
		if sql == "commit" {
			commits++
			_, err := theirs.UseLink(t.Context(), l.Number, 100)
			check(t, err)
		}
	})
	defer ours.Close()
	check(t, ours.DeleteLinks(t.Context(), "", linkpack.Edit{}, "1"))
	if commits != 1 {
		t.Errorf("it was tried %d times", commits)
	}
	if uses, err := theirs.LinkUses(t.Context(), l.Number); uses != 0 || err != nil {
		t.Errorf("%d uses of a deleted link, %v", uses, err)
	}
}

// TestAUseOfALinkThatIsBeingDeletedIsGone lets the row of the uses vanish as soon as it is
// made.
func TestAUseOfALinkThatIsBeingDeletedIsGone(t *testing.T) {
	p := migrated(t)
	for _, sql := range []string{
		"create function vanish() returns trigger language plpgsql as 'begin return null; end'",
		"create trigger vanish before insert on linkpack_link_uses for each row execute function vanish()",
	} {
		_, err := p.Exec(t.Context(), sql)
		check(t, err)
	}
	s := handle(t, p)
	defer s.Close()
	if _, err := s.UseLink(t.Context(), 64, 100); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("UseLink: %v, want %v", err, linkpack.ErrGone)
	}
}

// TestReadersOfChangesEndWhileOthersWrite writes a change whenever a reader looks at the state
// of the log.
func TestReadersOfChangesEndWhileOthersWrite(t *testing.T) {
	p := migrated(t)
	theirs := handle(t, p)
	defer theirs.Close()
	looks := 0
	ours := meddled(t, p, func(sql string) {
		if looks == 20 || !strings.Contains(sql, "exists (select from linkpack_outbox)") {
			return
		}
		looks++
		check(t, theirs.CreateLinks(t.Context(), &linkpack.Link{ID: fmt.Sprint(looks), ShortCode: fmt.Sprint(looks)}))
	})
	defer ours.Close()
	if last, err := ours.LastChange(t.Context()); last == 0 || err != nil {
		t.Errorf("the last change is %d, %v", last, err)
	}
	if found, err := ours.ChangesAfter(t.Context(), 0, 0); len(found) == 0 || err != nil {
		t.Errorf("%d changes, %v", len(found), err)
	}
	if looks == 20 {
		t.Error("the readers went on while there was something new")
	}
}
