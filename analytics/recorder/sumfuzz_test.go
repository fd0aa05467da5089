package recorder

import (
	"bytes"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// FuzzSums reads payloads of sums.
func FuzzSums(f *testing.F) {
	sum := new(rollup.MonthSum)
	for day := range uint32(20) {
		var ru rollup.Rollup
		if err := ru.Add(&clicklog.Record{Class: analytics.Human, Time: 1, Visitor: 7}, &rollup.ClickValues{Values: [rollup.NumDimensions]string{analytics.ByCountry: "DE"}}, 1); err != nil {
			f.Fatal(err)
		}
		sum.Add(day, &ru, true)
	}
	sums := map[uint32]*rollup.MonthSum{1: sum, 2: sum}
	sound := map[wire.SumKind][]byte{
		wire.SumMonth: sum.Value(), wire.SumPage: rollup.MonthPageValue(0, sums), wire.SumPageVisitors: rollup.PageVisitorsValue(0, sums),
	}
	for kind := wire.SumMonth; kind < wire.SumKinds; kind++ {
		if sound[kind] != nil {
			f.Add(sound[kind][wire.SealSize:])
		}
	}
	f.Add([]byte{1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, payload []byte) {
		for kind := range sound {
			readSums(t, sound, kind, wire.Seal(append(wire.NewValue(nil), payload...)))
		}
		ru := rollup.Rollup{Shorten: true}
		_ = ru.Read(payload)
		_ = new(rollup.TotalSum).Read(payload)
		_ = new(rollup.PageParts).ReadVisitors(payload)
		for kind := wire.SumDay; kind < wire.SumKinds; kind++ {
			_ = rollup.RequestsIn(wire.SumKey{Kind: kind}, wire.Seal(append(wire.NewValue(nil), payload...)))
		}
	})
}

// readSums answers with the sums of January 1970 of one link and of two, one of which has
// a value that may be damaged. It wants the clicks of the sound sums if that is one.
func readSums(t *testing.T, sound map[wire.SumKind][]byte, kind wire.SumKind, value []byte) {
	t.Helper()
	month := wire.MonthOf(0)
	_, after := wire.DaysOfMonth(month)
	days, err := tally.NewCalendar(&analytics.Query{From: time.UnixMilli(0), To: time.UnixMilli(int64(after) * wire.MsPerDay)})
	if err != nil {
		t.Fatal(err)
	}
	for _, links := range [][]uint32{{1}, {1, 2}} {
		tx := tabletest.Tables{}
		for _, other := range []wire.SumKind{wire.SumPage, wire.SumPageVisitors} {
			_ = tx.Put(analytics.TableSums, wire.SumKey{Kind: other, Index: month}.Bytes(), sound[other])
		}
		k := wire.SumKey{Kind: kind, Index: month}
		if kind == wire.SumMonth {
			k.Number = 1
		}
		_ = tx.Put(analytics.TableSums, k.Bytes(), value)
		closed := rollup.Closed{Day: after, Month: month + 1}
		if err := closed.Put(tx); err != nil {
			t.Fatal(err)
		}
		counted := tally.NewTally(days, true)
		err := counted.FromRollups(t.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, links, 0, nil)
		if got := counted.Stats(&analytics.Query{}); bytes.Equal(value, sound[kind]) && (err != nil || got.Clicks() != uint64(20*len(links))) {
			t.Errorf("%d clicks of links %v, %v", got.Clicks(), links, err)
		}
	}
}
