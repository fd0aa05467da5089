package analytics_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestTheRestIsNoValue has devices that are called Other, and more values than are
// told apart besides a campaign of that name.
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
