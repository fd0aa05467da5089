package recorder_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// noon is when most tests begin.
var noon = time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)

// open opens a recorder that is closed with the test.
func open(t testing.TB, store analytics.Store, opts *analytics.Options) *recorder.Recorder {
	t.Helper()
	r, err := recorder.Open(t.Context(), store, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return r
}

// plan is a link with one rule and one split.
func plan(link uint32) *analytics.Plan {
	return &analytics.Plan{
		Link: link, Revision: 1,
		Targets: []analytics.Target{
			{Destination: "https://example.com/"},
			{Rule: "rule-1", Destination: "https://example.com/de", UTM: &routing.UTM{Source: "newsletter"}},
		},
		Splits: []string{"split-1"},
	}
}

// hit is a person's click at noon.
func hit(link uint32) analytics.Hit {
	return analytics.Hit{Plan: plan(link), Rule: -1, Visit: &routing.Visit{
		Time:      noon,
		Addr:      netip.MustParseAddr("192.0.2.77"),
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64)",
		Place:     routing.Place{Country: "DE"},
		Agent:     routing.Agent{Device: routing.Desktop, OS: "Linux"},
	}}
}

// record records hits and waits until they are on disk.
func record(t testing.TB, r *recorder.Recorder, hits ...analytics.Hit) {
	t.Helper()
	for _, h := range hits {
		if err := r.Record(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// newest returns the newest clicks of a link.
func newest(t testing.TB, r *recorder.Recorder, link uint32, limit int) (clicks []analytics.Click) {
	t.Helper()
	for c, err := range r.Clicks(t.Context(), link) {
		if err != nil {
			t.Fatal(err)
		}
		if clicks = append(clicks, c); len(clicks) == limit {
			break
		}
	}
	return clicks
}

func TestClickIsReadAsItWasRecorded(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := hit(7)
	h.Rule = 0
	h.Draws = []routing.Draw{{Split: 0, U: 12.34}}
	h.Visit.Referer = "https://www.News.example.org:8080/path?q=1"
	h.Visit.Query = "qr=hall&utm_medium=email%20list&utm_source=ignored"
	record(t, r, h)

	got := newest(t, r, 7, 2)
	if len(got) != 1 {
		t.Fatalf("got %d clicks, want 1", len(got))
	}
	c := got[0]
	if c.Visitor == 0 || c.ID == "" {
		t.Errorf("id %q, visitor %d: neither may be empty", c.ID, c.Visitor)
	}
	c.ID, c.Visitor = "", 0
	draws := c.Draws
	c.Draws = nil
	want := analytics.Click{
		Link: analytics.LinkRef{Number: 7}, Revision: 1, Time: noon, Class: analytics.Human,
		Rule: "rule-1", Destination: "https://example.com/de",
		Place:    routing.Place{Country: "DE"},
		Agent:    routing.Agent{Device: routing.Desktop, OS: "Linux"},
		Referrer: "news.example.org",
		UTM:      routing.UTM{Source: "newsletter", Medium: "email list"},
		Scan:     true, Placement: "hall", UserAgent: "Mozilla/5.0 (X11; Linux x86_64)",
		Addr: netip.MustParseAddr("192.0.2.0"),
	}
	if !equalClicks(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	if len(draws) != 1 || draws[0] != (analytics.SplitDraw{Split: "split-1", U: 12.3}) {
		t.Errorf("draws %v", draws)
	}
}

func equalClicks(a, b analytics.Click) bool {
	a.Draws, b.Draws = nil, nil
	return a.Time.Equal(b.Time) && a.Addr == b.Addr && a.UTM == b.UTM && a.Agent == b.Agent &&
		a.Place == b.Place && a.Link == b.Link && a.Revision == b.Revision && a.Class == b.Class &&
		a.Rule == b.Rule && a.Destination == b.Destination && a.Referrer == b.Referrer &&
		a.Language == b.Language && a.Scan == b.Scan && a.Placement == b.Placement && a.UserAgent == b.UserAgent
}

func TestOpenRefusesWhatItCannotUse(t *testing.T) {
	store := memory.New()
	for field, open := range map[string]func() (*recorder.Recorder, error){
		"store": func() (*recorder.Recorder, error) { return recorder.Open(t.Context(), nil, nil) },
		"KeyDays": func() (*recorder.Recorder, error) {
			return recorder.Open(t.Context(), store, &analytics.Options{KeyDays: 7})
		},
		"QueueSize": func() (*recorder.Recorder, error) {
			return recorder.Open(t.Context(), store, &analytics.Options{QueueSize: -1})
		},
		"Addresses": func() (*recorder.Recorder, error) {
			return recorder.Open(t.Context(), store, &analytics.Options{Addresses: 9})
		},
	} {
		var wrong *routing.FieldError
		if r, err := open(); r != nil || !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestHitsThatDoNotFitAreRefused(t *testing.T) {
	r := open(t, memory.New(), nil)
	for field, spoil := range map[string]func(*analytics.Hit){
		"Plan.Targets": func(h *analytics.Hit) { h.Plan.Targets[0].Split = 2 },
		"Plan":         func(h *analytics.Hit) { h.Plan = nil },
		"Visit":        func(h *analytics.Hit) { h.Visit = nil },
		"Plan.Link":    func(h *analytics.Hit) { h.Plan.Link = 1<<32 - 1 },
		"Rule":         func(h *analytics.Hit) { h.Rule = 1 },
		"Draws":        func(h *analytics.Hit) { h.Draws = []routing.Draw{{Split: 1, U: 5}} },
	} {
		h := hit(1)
		spoil(&h)
		err := r.Record(t.Context(), h)
		var wrong *routing.FieldError
		if !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if m := r.Metrics(); m.Queued != 0 {
		t.Errorf("%d hits were queued", m.Queued)
	}
}

func TestClosedRecorderRefusesHits(t *testing.T) {
	r, err := recorder.Open(t.Context(), memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Record(t.Context(), hit(1)); !errors.Is(err, analytics.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}
