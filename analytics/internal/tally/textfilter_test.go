package tally

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TestAReferenceToAnImpossibleWordIsDamage looks at a word with a number that no word can
// have, although there is a row for it. Verdicts on references up to that would take much
// memory.
func TestAReferenceToAnImpossibleWordIsDamage(t *testing.T) {
	const generation = 20_000
	for _, tt := range []struct {
		ref     uint32
		damaged bool
	}{{2, false}, {maxWordRef, false}, {maxWordRef + 2, true}, {1<<32 - 2, true}} {
		tx := tabletest.Tables{}
		value := wire.Seal(append(wire.NewValue(nil), "DE"...))
		if err := tx.Put(analytics.TableWords, wire.PairKey(generation, tt.ref>>1), value); err != nil {
			t.Fatal(err)
		}
		v := refVerdicts{}
		v.begin(&clicklog.Chunk{Generation: generation, Loader: &clicklog.WordLoader{Tx: tx}})
		v.want(tt.ref)
		seen, err := v.learn(newValueFilter(analytics.ByCountry, []string{"DE"}))
		if errors.Is(err, analytics.ErrDamaged) != tt.damaged || len(seen) > maxWordRef+1 {
			t.Errorf("reference %d: %d verdicts, %v", tt.ref, len(seen), err)
		}
		if !tt.damaged && seen[tt.ref] != passes {
			t.Errorf("reference %d does not pass", tt.ref)
		}
	}
}
