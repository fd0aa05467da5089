package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// The clocks of two processes. That of the database differs from both.
var (
	early = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	late  = early.Add(5 * time.Hour)
)

// process returns a Shortener with a clock that stands still.
func process(t *testing.T, p *pgxpool.Pool, now time.Time) *linkpack.Shortener {
	t.Helper()
	store, err := postgres.Open(t.Context(), p, &postgres.Options{Lanes: 2})
	check(t, err)
	s, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example", Clock: func() time.Time { return now }})
	check(t, err)
	t.Cleanup(func() { check(t, errors.Join(s.Close(context.Background()), store.Close())) })
	return s
}

// TestLeasesDoNotDependOnTheClocksOfProcesses leases as many lanes as there are.
func TestLeasesDoNotDependOnTheClocksOfProcesses(t *testing.T) {
	p := migrated(t)
	process(t, p, early)
	process(t, p, late)
	store, err := postgres.Open(t.Context(), p, &postgres.Options{Lanes: 2})
	check(t, err)
	defer store.Close()
	if _, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example"}); !errors.Is(err, analytics.ErrLeased) {
		t.Errorf("a third process: %v, want %v", err, analytics.ErrLeased)
	}
}

// TestAProcessJudgesExpiryByItsOwnClock visits links that expire within an hour by the clock
// of the process that made them.
func TestAProcessJudgesExpiryByItsOwnClock(t *testing.T) {
	p := migrated(t)
	behind, ahead := process(t, p, early), process(t, p, late)
	for code, c := range map[string]struct {
		maker                     *linkpack.Shortener
		now                       time.Time
		visitedBehind, visitAhead error
	}{
		"behind": {behind, early, nil, linkpack.ErrGone},
		"ahead":  {ahead, late, nil, nil},
	} {
		_, err := c.maker.CreateLink(t.Context(), linkpack.Link{ShortCode: code, Destination: "https://example.com/", ExpiresAt: c.now.Add(time.Hour)})
		check(t, err)
		for s, want := range map[*linkpack.Shortener]error{behind: c.visitedBehind, ahead: c.visitAhead} {
			if _, err := s.Resolve(t.Context(), "go.example", code, new(routing.Visit)); !errors.Is(err, want) {
				t.Errorf("link of the process %s: %v, want %v", code, err, want)
			}
		}
	}
}

// TestChangesAreInTheirOrderWhateverTheClocksSay changes a link in two processes in turns.
func TestChangesAreInTheirOrderWhateverTheClocksSay(t *testing.T) {
	p := migrated(t)
	both := []*linkpack.Shortener{process(t, p, late), process(t, p, early)}
	l, err := both[0].CreateLink(t.Context(), linkpack.Link{ShortCode: "x", Destination: "https://example.com/"})
	check(t, err)
	for n := range 6 {
		destination := fmt.Sprint("https://example.com/", n)
		_, err := both[n%2].UpdateLink(t.Context(), "", l.ID, func(l *linkpack.Link) error { l.Destination = destination; return nil })
		check(t, err)
		for _, s := range both {
			leadsTo(t, s, destination)
		}
	}
	changes, err := both[0].Changes(t.Context(), 0, 0)
	check(t, err)
	revision := uint64(0)
	for _, c := range changes {
		if c.Kind != linkpack.KindLink {
			continue
		}
		revision++
		if want := []time.Time{late, early}[revision%2]; c.Revision != revision || revision > 1 && !c.Time.Equal(want) {
			t.Errorf("change %d is of revision %d at %v", revision, c.Revision, c.Time)
		}
	}
	if revision != 7 {
		t.Errorf("%d changes of the link", revision)
	}
}

// leadsTo waits until a process sees a change of the link.
func leadsTo(t *testing.T, s *linkpack.Shortener, destination string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		res, err := s.Resolve(t.Context(), "go.example", "x", new(routing.Visit))
		check(t, err)
		if res.Location == destination {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the link leads to %s, want %s", res.Location, destination)
		}
	}
}

// TestTheBinIsEmptiedByTheClockOfWhoEmptiesIt deletes a link in one process, and restores it
// in the other.
func TestTheBinIsEmptiedByTheClockOfWhoEmptiesIt(t *testing.T) {
	p := migrated(t)
	s := handle(t, p)
	defer s.Close()
	behind, ahead := process(t, p, early), process(t, p, late)
	l, err := behind.CreateLink(t.Context(), linkpack.Link{ShortCode: "x", Destination: "https://example.com/"})
	check(t, err)
	check(t, ahead.DeleteLink(t.Context(), "", l.ID)) // in the future of the other
	emptied, err := s.EmptyBin(t.Context(), early, linkpack.Edit{}, 10)
	if emptied != 0 || err != nil {
		t.Errorf("%d links are removed too early, %v", emptied, err)
	}
	_, err = behind.RestoreLink(t.Context(), "", l.ID, nil)
	check(t, err)
	check(t, behind.DeleteLink(t.Context(), "", l.ID))
	emptied, err = s.EmptyBin(t.Context(), late, linkpack.Edit{}, 10)
	if emptied != 1 || err != nil {
		t.Errorf("%d links are removed five hours early, %v", emptied, err)
	}
}
