package recorder

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// TestAWrongTargetDoesNotSpoilItsPlan has targets that name missing splits. No hit can
// have such a target.
func TestAWrongTargetDoesNotSpoilItsPlan(t *testing.T) {
	p := &analytics.Plan{Link: 1, Revision: 2, Splits: []string{"s"}, Targets: []analytics.Target{
		{Destination: "https://example.com/", Split: 1}, {Rule: "below", Split: -1}, {Rule: "above", Split: 2},
	}}
	for index, right := range []bool{true, false, false} {
		if err := checkHit((&analytics.Hit{Plan: p, Rule: index - 1, Visit: new(routing.Visit)})); (err == nil) != right {
			t.Errorf("a hit of target %d: %v", index, err)
		}
	}
	read, err := clicklog.DecodePlan(1, 2, clicklog.AppendPlan(p, nil))
	if err != nil {
		t.Fatal(err)
	}
	for index, want := range []int{1, 0, 0} {
		if got := read.Targets[index]; got.Split != want || got.Rule != p.Targets[index].Rule {
			t.Errorf("target %d is read as %+v", index, got)
		}
	}
}
