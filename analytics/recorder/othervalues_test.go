package recorder_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestTheRestIsNoValue has devices that are called Other, and a campaign of that name
// with more values than are told apart.
func TestTheRestIsNoValue(t *testing.T) {
	r := open(t, memory.New(), nil)
	for i := range 1200 {
		h := hit(1)
		h.Visit.Agent = routing.Agent{Device: []routing.DeviceClass{routing.Other, routing.Desktop, routing.Mobile}[i%3]}
		h.Visit.Query = fmt.Sprintf("utm_term=%d", i)
		if i < 50 {
			h.Visit.Query = "utm_term=Other"
		}
		record(t, r, h)
	}
	for _, tt := range []struct {
		by   analytics.Dimension
		top  int
		want string
	}{
		{analytics.ByDevice, 0, "[{Desktop 400 false} {Mobile 400 false} {Other 400 false}]"},
		{analytics.ByDevice, 2, "[{Desktop 400 false} {Mobile 400 false} {Other 400 true}]"},
		{analytics.ByUTMTerm, 2, "[{Other 50 false} {100 1 false} {Other 1149 true}]"},
	} {
		stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Hour), Top: tt.top})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(stats.Breakdowns[tt.by]); got != tt.want {
			t.Errorf("the top %d by %v are %s, want %s", tt.top, tt.by, got, tt.want)
		}
	}
	stats := day(t, r).Breakdowns[analytics.ByUTMTerm]
	want := []analytics.Count{{Value: "Other", Clicks: 151, Rest: true}, {Value: "Other", Clicks: 50}, {Value: "100", Clicks: 1}}
	if !slices.Equal(stats[:3], want) {
		t.Errorf("all values are %v…, want %v…", stats[:3], want)
	}
}

func TestValuesBeyondAThousandAreOther(t *testing.T) {
	store := memory.New()
	var m model
	r := open(t, store, nil)
	for i := range 2500 {
		h := hit(1)
		h.Visit.Referer = fmt.Sprintf("https://site%d.example/", i%1200)
		if i%500 == 0 { // folded in between
			if err := r.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			r = open(t, store, nil)
		}
		record(t, r, h)
		m = append(m, fact{link: 1, time: noon, class: analytics.Human, values: map[analytics.Dimension]string{
			analytics.ByReferrer: fmt.Sprintf("site%d.example", i%1200),
		}})
	}
	q := analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(time.Hour), Location: time.UTC}
	got, want := day(t, r).Breakdowns[analytics.ByReferrer], m.stats(q).Breakdowns[analytics.ByReferrer]
	if !slices.Equal(got, want) || len(got) != 1001 || got[0] != (analytics.Count{Value: "Other", Clicks: 400, Rest: true}) {
		t.Errorf("%d values, first %v", len(got), got[0])
	}
}
