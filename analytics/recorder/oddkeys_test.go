package recorder_test

import (
	"errors"
	"math"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
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

// TestARebuildRemovesSumsThatCannotBe stores sound values under keys of no link, workspace,
// page, day, month or kind.
func TestARebuildRemovesSumsThatCannotBe(t *testing.T) {
	month := wire.MonthOf(0)
	for _, k := range []wire.SumKey{
		{Kind: wire.SumAll, Number: wire.NoLink},
		{Kind: wire.SumAll, Number: 1, Index: 1},
		{Kind: wire.SumDay, Number: wire.NoLink, Index: 1},
		{Kind: wire.SumDay, Number: 1, Index: wire.NoDay},
		{Kind: wire.SumMonth, Number: wire.NoLink, Index: month},
		{Kind: wire.SumMonth, Number: 1, Index: math.MaxUint32},
		{Kind: wire.SumPage, Number: wire.PageOf(wire.NoLink) + 1, Index: month},
		{Kind: wire.SumPageVisitors, Number: wire.NoLink, Index: month},
		{Kind: wire.SumPage, Number: 1, Index: math.MaxUint32},
		{Kind: wire.SumKinds, Number: 1, Index: 1},
		{Kind: 0, Number: 1, Index: 1},
	} {
		store := everyKind(t)
		r := open(t, store, quiet())
		before := rows(t, store, analytics.TableSums)
		if err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
			return tx.Put(analytics.TableSums, k.Bytes(), wire.Seal(append(wire.NewValue(nil), 1, 2, 3)))
		}); err != nil {
			t.Fatal(err)
		}
		if a := rebuild(t, r, analytics.Selection{}); len(a.Findings) != 1 {
			t.Errorf("%+v: it found %v", k, a.Findings)
		}
		sameRows(t, rows(t, store, analytics.TableSums), before)
		wantClean(t, r)
	}
}
