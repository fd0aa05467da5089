package recorder_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// someRequests are requests of all classes to 600 links and conversions, in three pages of sums, over
// some months. Link 1 has more referrers than fit in a page.
func someRequests(random *rand.Rand, begin, end time.Time, n int) func(i int, h *analytics.Hit) {
	return func(i int, h *analytics.Hit) {
		link := uint32(random.IntN(600))
		if i%3 == 0 {
			link = 1
			h.Visit.Referer = fmt.Sprintf("https://a-site-with-a-long-name-%d.example/", i)
		}
		h.Plan = plan(link)
		h.Visit.Time = begin.Add(end.Sub(begin) / time.Duration(n) * time.Duration(i))
		switch random.IntN(6) {
		case 0:
			h.Visit.Method = "HEAD"
		case 1:
			h.Visit.UserAgent = "curl/8.5.0"
		case 2:
			*h = conversionOf(random, h)
		}
	}
}

// conversionOf returns a conversion in place of a hit.
func conversionOf(random *rand.Rand, h *analytics.Hit) analytics.Hit {
	facts := &analytics.ConversionFacts{
		Click: analytics.NewClickID(h.Visit.Time, 0, random.Uint64()).String(), First: random.IntN(2) == 0,
		Kind: []string{"purchase", "sign-up"}[random.IntN(2)], Currency: []string{"", "EUR", "JPY"}[random.IntN(3)], Value: float64(random.IntN(1e9)) / 1e4,
	}
	made, err := recorder.HitOf(&analytics.Click{
		ID: analytics.NewClickID(h.Visit.Time, 0, random.Uint64()).String(), Tracked: true, Time: h.Visit.Time,
		Class: analytics.Conversion, Converted: facts,
	}, h.Plan)
	if err != nil {
		panic(err)
	}
	return made
}

// sameAsStats compares the requests to links in some ranges with the statistics of each
// link. It returns how many links had requests and conversions.
func sameAsStats(t *testing.T, r *recorder.Recorder, random *rand.Rand, begin time.Time, what string) (requested int) {
	t.Helper()
	for _, zone := range []string{"UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		q := analytics.Query{From: begin.AddDate(0, 0, random.IntN(60)-20), Location: loc}
		q.To = q.From.AddDate(0, random.IntN(4), 1+random.IntN(40))
		q.Links = []uint32{1, 599}
		for range random.IntN(8) {
			q.Links = append(q.Links, uint32(random.IntN(650)))
		}
		found, err := r.LinkRequests(t.Context(), q)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for i, link := range found.Links {
			one := q
			one.Links = []uint32{link}
			s, err := r.Stats(t.Context(), one)
			if err != nil {
				t.Fatal(err)
			}
			if found.Classes[i] != s.Classes || !found.From.Equal(s.From) || !found.To.Equal(s.To) {
				t.Errorf("%s: link %d, %v to %v in %s: %v, want %v", what, link, q.From, q.To, zone, found.Classes[i], s.Classes)
			}
			if want := conversionsOf(s); !reflect.DeepEqual(found.Conversions[i], want) {
				t.Errorf("%s: link %d, %v to %v in %s: conversions %+v, want %+v", what, link, q.From, q.To, zone, found.Conversions[i], want)
			}
			if s.Classes != (analytics.ClassCounts{}) && s.Conversions > 0 {
				requested++
			}
		}
	}
	return requested
}

// conversionsOf returns the conversions in statistics.
func conversionsOf(s *analytics.Stats) analytics.LinkConversions {
	return analytics.LinkConversions{Conversions: s.Conversions, Converted: s.Converted, ConversionKinds: s.ConversionKinds}
}

// TestRequestsToLinksAreThoseOfTheirStatistics asks while clicks are pending, folded,
// closed, late and erased.
func TestRequestsToLinksAreThoseOfTheirStatistics(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 16))
	begin := time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC)
	now := begin.AddDate(0, 4, 3)
	store, opts := memory.New(), &analytics.Options{Clock: func() time.Time { return now }, Random: sameKeys()}
	r := open(t, store, opts)
	put := func(n int) {
		t.Helper()
		if _, err := r.Import(t.Context(), past(n, someRequests(random, begin, now, n))); err != nil {
			t.Fatal(err)
		}
	}
	record := func(n int) {
		t.Helper()
		for h, err := range past(n, someRequests(random, begin, now, n)) {
			if err == nil {
				err = r.Record(t.Context(), h)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	requested := 0
	look := func(what string) { requested += sameAsStats(t, r, random, begin, what) }
	put(12_000)
	record(300)
	look("pending")
	if err := r.Close(t.Context()); err != nil { // folds all
		t.Fatal(err)
	}
	r = open(t, store, opts)
	look("folded")
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		look("closed")
	}
	record(300)
	look("late")
	if err := r.EraseClicks(t.Context(), []uint32{1}); err != nil {
		t.Fatal(err)
	}
	look("erased")
	if requested < 50 {
		t.Errorf("only %d links had requests and conversions", requested)
	}
}

func TestRequestsToTheLinksOfAWorkspace(t *testing.T) {
	r := open(t, memory.New(), nil)
	for i, workspace := range []uint32{7, 7, 8, 7} {
		h := hit(uint32(10 + i%3))
		h.Plan.Workspace = workspace
		if err := r.Record(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	found, err := r.LinkRequests(t.Context(), analytics.Query{Workspace: 7, From: noon.AddDate(0, 0, -1), To: now.AddDate(1, 0, 0)})
	if err != nil || !slices.Equal(found.Links, []uint32{10, 11}) {
		t.Fatalf("%+v, %v", found, err)
	}
	if found.Classes[0][analytics.Human] != 2 || found.Classes[1][analytics.Human] != 1 {
		t.Errorf("%v", found.Classes)
	}
	if found, err := r.LinkRequests(t.Context(), analytics.Query{Workspace: 9, From: noon, To: now}); err != nil || len(found.Links) > 0 {
		t.Errorf("an unknown workspace has links: %+v, %v", found, err)
	}
}

func TestRequestsToLinksOfBadQueries(t *testing.T) {
	r := open(t, memory.New(), nil)
	day := analytics.Query{From: noon, To: noon.AddDate(0, 0, 1)}
	for field, spoil := range map[string]func(*analytics.Query){
		"From":      func(q *analytics.Query) { q.From = time.Time{} },
		"To":        func(q *analytics.Query) { q.To = q.From },
		"Workspace": func(q *analytics.Query) { q.Workspace, q.Links = 1, []uint32{1} },
		"Filter":    func(q *analytics.Query) { q.Filter = map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}} },
	} {
		q := day
		spoil(&q)
		_, err := r.LinkRequests(t.Context(), q)
		if fault, ok := errors.AsType[*routing.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestTheFirstKindsOfALinkAreToldApart counts one conversion of each of 600 kinds on
// each of two days.
func TestTheFirstKindsOfALinkAreToldApart(t *testing.T) {
	r := open(t, memory.New(), nil)
	random := rand.New(rand.NewPCG(6, 16))
	_, err := r.Import(t.Context(), past(1200, func(i int, h *analytics.Hit) {
		h.Visit.Time = noon.AddDate(0, 0, i/600)
		*h = conversionOf(random, h)
		h.Recorded.Converted.Kind, h.Recorded.Converted.Currency = fmt.Sprint("kind-", i), "EUR"
	}))
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.LinkRequests(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.AddDate(0, 0, 2)})
	if err != nil {
		t.Fatal(err)
	}
	c := found.Conversions[0]
	if rest := c.ConversionKinds[0]; c.Conversions != 1200 || len(c.ConversionKinds) != 1001 || rest != (analytics.ConversionCount{Kind: "Other", Count: 200, Rest: true}) {
		t.Errorf("%d conversions, %d kinds, the first is %+v", c.Conversions, len(c.ConversionKinds), rest)
	}
}
