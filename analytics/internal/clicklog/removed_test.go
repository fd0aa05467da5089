package clicklog

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// FuzzUpkeepValues reads what upkeep stores.
func FuzzUpkeepValues(f *testing.F) {
	tx := tabletest.Tables{}
	if err := (Removed{Block: 9, Latest: 1 << 40}).Put(tx); err != nil {
		f.Fatal(err)
	}
	f.Add(tx[analytics.TableMeta][wire.MetaRemoved][wire.SealSize:])
	f.Add(GapRow(1, []Gap{{Count: 3, From: 1, To: 2}}).Value[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		value := wire.Seal(append(wire.NewValue(nil), payload...))
		if gaps, err := DecodeGaps(value); err == nil && len(gaps)*3 > len(payload) {
			t.Errorf("%d gaps in %d bytes", len(gaps), len(payload))
		}
		tx := tabletest.Tables{analytics.TableMeta: {wire.MetaRemoved: value, string(ErasureKey(1)): value}}
		if gone, err := LoadRemoved(tx); err == nil && (gone.Latest < 0 || gone.Latest > wire.MaxTime) {
			t.Errorf("got %+v", gone)
		}
		all, err := LoadErasures(tx)
		one, oneErr := LoadErasure(tx, 1)
		if (err == nil) != (oneErr == nil) || all[1] != one && err == nil {
			t.Errorf("got %v, %v and %v, %v", all, err, one, oneErr)
		}
	})
}
