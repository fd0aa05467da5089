package recorder_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestAKeyOfAnotherLengthIsAnErrorAndNeverAPanic puts rows into sound stores whose
// keys cannot be taken apart.
func TestAKeyOfAnotherLengthIsAnErrorAndNeverAPanic(t *testing.T) {
	for key, table := range map[string]analytics.Table{
		"\x00\x00\x01":                         analytics.TableLog,
		"\x00\x00\x02":                         analytics.TableWords,
		"\x00\x00\x03":                         analytics.TableRollups,
		"\x00\x00\x50\x3b\x00\x00\x00\x01\x00": analytics.TableRollups, // behind that of a link
		"\x00\x00\x04":                         analytics.TableHeads,
		"erase \x00\x01":                       analytics.TableMeta,
	} {
		t.Run(string(table), func(t *testing.T) {
			store := everyKind(t)
			var value []byte
			for _, row := range rows(t, store, table) {
				value = row.Value // a sound one
			}
			r := open(t, store, quiet())
			if err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error { return tx.Put(table, []byte(key), value) }); err != nil {
				t.Fatal(err)
			}
			a, err := r.Audit(t.Context(), analytics.Selection{})
			if err == nil {
				for _, f := range a.Findings {
					_ = f.String()
					err = errors.Join(err, f.Err)
				}
			}
			if !errors.Is(err, analytics.ErrDamaged) {
				t.Errorf("the audit says %v", err)
			}
			_ = r.Close(t.Context()) // lets go of the lane
			_, errs := ask(t, store)
			if !errors.Is(errors.Join(errs...), analytics.ErrDamaged) {
				t.Errorf("opened anew, it says %v", errs)
			}
		})
	}
}
