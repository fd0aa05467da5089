package clicklog

import (
	"errors"
	"math"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

// TestAnIndexBeyondThePlanIsDamage is about ints of 32 bits, too, in which the
// larger ones become negative.
func TestAnIndexBeyondThePlanIsDamage(t *testing.T) {
	p := &analytics.Plan{Targets: make([]analytics.Target, 2), Splits: []string{"s"}}
	for _, index := range []uint32{2, math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32} {
		if _, err := PlanTarget(p, index); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("target %d: %v", index, err)
		}
		if _, err := PlanSplit(p, index); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("split %d: %v", index, err)
		}
	}
}
