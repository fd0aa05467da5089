package postgres_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestAShortenerAnswersAsWithAnotherStore makes links and visits with stores in PostgreSQL
// and in memory. The statistics are the same, and after a restart, too.
func TestAShortenerAnswersAsWithAnotherStore(t *testing.T) {
	p := migrated(t)
	kept := memory.New()
	ours := visited(t, func() linkpack.Store { return handle(t, p) })
	want := visited(t, func() linkpack.Store { return staysOpen{kept} })
	if ours != want {
		t.Errorf("statistics in PostgreSQL:\n%s\nin memory:\n%s", ours, want)
	}
}

// staysOpen is a store that is still there when it is closed.
type staysOpen struct{ linkpack.Store }

func (staysOpen) Close() error { return nil }

// visited makes visits in two runs of a Shortener and returns the statistics after each.
func visited(t *testing.T, open func() linkpack.Store) (statistics string) {
	t.Helper()
	now := time.Date(2026, 3, 14, 15, 0, 0, 0, time.UTC)
	for run := range 2 {
		store := open()
		s, err := linkpack.New(store, &linkpack.Options{Clock: func() time.Time { return now }})
		check(t, err)
		if run == 0 {
			for n := range 3 {
				_, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: fmt.Sprint("c", n), Destination: "https://example.com/", MaxClicks: uint32(400 * n)})
				check(t, err)
			}
		}
		visit(t, s, now)
		page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{})
		check(t, err)
		for _, l := range page.Links {
			stats, err := s.Stats(t.Context(), "", l.ID, analytics.Query{From: now.AddDate(0, 0, -20)})
			check(t, err)
			text, err := json.Marshal(stats)
			check(t, err)
			statistics += l.ShortCode + " " + string(text) + "\n"
		}
		audit, err := s.Audit(t.Context(), &linkpack.ClickQuery{Workspace: linkpack.DefaultWorkspace})
		check(t, err)
		if len(audit.Findings) > 0 {
			t.Errorf("run %d: %v", run, audit.Findings)
		}
		check(t, errors.Join(s.Close(t.Context()), store.Close()))
	}
	return statistics
}

// visit visits links on many days.
func visit(t *testing.T, s *linkpack.Shortener, now time.Time) {
	t.Helper()
	for n := range 1000 {
		res, err := s.Resolve(t.Context(), "", fmt.Sprint("c", n%3), &routing.Visit{
			Time: now.Add(-time.Duration(n%400) * time.Hour), Method: "GET",
			UserAgent: fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/%d.0.0.0 Safari/537.36", 90+n%20),
			Referer:   fmt.Sprintf("https://from%d.example/", n%90),
			Place:     routing.Place{Country: []string{"DE", "AT", "CH"}[n%7%3]},
		})
		if errors.Is(err, linkpack.ErrGone) {
			continue
		}
		check(t, errors.Join(err, s.Record(t.Context(), res)))
	}
	check(t, s.Flush(t.Context()))
}
