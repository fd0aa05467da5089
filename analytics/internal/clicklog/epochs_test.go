package clicklog

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

func FuzzEpochs(f *testing.F) {
	for _, e := range []Epochs{nil, {{3, 0}}, {{3, 0}, {5, 2}, {9, 2}}, {{3, 0}, {3, 2}}, {{3, 5}, {4, 2}}} {
		tx := tabletest.Tables{}
		if err := e.put(tx); err != nil {
			f.Fatal(err)
		}
		f.Add(tx[analytics.TableMeta][wire.MetaEpochs][wire.SealSize:])
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		tx := tabletest.Tables{analytics.TableMeta: {wire.MetaEpochs: wire.Seal(append(wire.NewValue(nil), payload...))}}
		e, err := LoadEpochs(tx)
		if err != nil {
			if !wire.IsDamage(err) {
				t.Errorf("%v is not called damage", err)
			}
			return
		}
		if err := e.begin(1<<63, 1<<63).put(tx); err != nil {
			t.Fatal(err)
		}
		if again, err := LoadEpochs(tx); len(e) > 0 && e[len(e)-1].Number < 1<<63 && e[len(e)-1].Behind <= 1<<63 && (err != nil || len(again) != min(len(e)+1, MaxEpochs)) {
			t.Errorf("%v became %v, %v", e, again, err)
		}
	})
}
