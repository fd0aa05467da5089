package analytics

import (
	"errors"
	"math"
	"testing"
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
