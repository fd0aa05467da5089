package analytics

import (
	"errors"
	"math"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// TestAnIndexBeyondThePlanIsDamage is about ints of 32 bits, too, in which the
// larger ones become negative.
func TestAnIndexBeyondThePlanIsDamage(t *testing.T) {
	p := &Plan{Targets: make([]Target, 2), Splits: []string{"s"}}
	for _, index := range []uint32{2, math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32} {
		if _, err := p.target(index); !errors.Is(err, ErrDamaged) {
			t.Errorf("target %d: %v", index, err)
		}
		if _, err := p.split(index); !errors.Is(err, ErrDamaged) {
			t.Errorf("split %d: %v", index, err)
		}
	}
}

// TestAWrongTargetDoesNotSpoilItsPlan has targets with splits that there are not,
// which no hit can have.
func TestAWrongTargetDoesNotSpoilItsPlan(t *testing.T) {
	p := &Plan{Link: 1, Revision: 2, Splits: []string{"s"}, Targets: []Target{
		{Destination: "https://example.com/", Split: 1}, {Rule: "below", Split: -1}, {Rule: "above", Split: 2},
	}}
	for index, right := range []bool{true, false, false} {
		if err := (&Hit{Plan: p, Rule: index - 1, Visit: new(routing.Visit)}).check(); (err == nil) != right {
			t.Errorf("a hit of target %d: %v", index, err)
		}
	}
	read, err := decodePlan(1, 2, p.append(nil))
	if err != nil {
		t.Fatal(err)
	}
	for index, want := range []int{1, 0, 0} {
		if got := read.Targets[index]; got.Split != want || got.Rule != p.Targets[index].Rule {
			t.Errorf("target %d is read as %+v", index, got)
		}
	}
}
