package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// follow resolves and records a visit.
func follow(t *testing.T, s *linkpack.Shortener, code string) error {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", code, &routing.Visit{UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
	if err := s.Record(t.Context(), res); err != nil {
		t.Fatal(err)
	}
	return err
}

func TestMetricsCountVisitsByOutcome(t *testing.T) {
	s, _ := watched(t)
	for _, link := range []linkpack.Link{
		{ShortCode: "open", Destination: home},
		{ShortCode: "shut", Destination: home, Disabled: true},
		{ShortCode: "gone", Destination: home},
	} {
		stored, err := s.CreateLink(t.Context(), link)
		if err != nil {
			t.Fatal(err)
		}
		if link.ShortCode == "gone" {
			if err := s.DeleteLink(t.Context(), "", stored.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	for code, want := range map[string]error{
		"open": nil, "shut": linkpack.ErrDisabled, "gone": linkpack.ErrGone, "never": linkpack.ErrNotFound,
	} {
		if err := follow(t, s, code); !errors.Is(err, want) {
			t.Errorf("%s: %v", code, err)
		}
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	m := s.Metrics()
	want := analytics.ClassCounts{analytics.Human: 1, analytics.Blocked: 1}
	if m.Clicks.Classes != want || m.Clicks.Recorded != 2 || m.Unknown != 2 {
		t.Errorf("got %+v", m)
	}
}

func TestMetricsOfTheCache(t *testing.T) {
	s, store := watched(t)
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		try(t, s, link.ShortCode)
	}
	broken := errors.New("broken")
	fail := func() error { return broken }
	store.before.Store(&fail)
	if _, err := visit(s, "other"); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	c := s.Metrics().Cache
	if c.Hits != 4 || c.Misses != 2 || c.Loads != 2 || c.LoadFailures != 1 || c.LoadTime <= 0 || c.Evictions != 0 {
		t.Errorf("lookups: %+v", c)
	}
	if c.Entries != 1 || c.Bytes == 0 || c.MaxBytes != 128<<20 {
		t.Errorf("contents: %+v", c)
	}
}
