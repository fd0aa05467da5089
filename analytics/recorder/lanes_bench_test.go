package recorder

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// BenchmarkStatsLanes asks for a year of one link that had 2,000 clicks a day in each of
// ten lanes.
func BenchmarkStatsLanes(b *testing.B) {
	tx := tabletest.Tables{}
	payload := yearDay(b, 2000)
	for day := range uint32(365) {
		if err := tx.Put(analytics.TableRollups, wire.PairKey(20_000+day, 1), wire.Seal(append(wire.NewValue(nil), payload...))); err != nil {
			b.Fatal(err)
		}
	}
	from := time.UnixMilli(20_000 * wire.MsPerDay)
	c, err := tally.NewCalendar(&analytics.Query{From: from, To: from.AddDate(1, 0, 0)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		t := tally.NewTally(c, true)
		t.Several = true
		for range 10 {
			if err := t.FromRollups(b.Context(), wire.LaneReader{Store: oneLane{Tables: tx}}, []uint32{1}, 0, nil); err != nil {
				b.Fatal(err)
			}
		}
		if err := t.Close(); err != nil || t.Stats(&analytics.Query{}).Clicks() != 10*2000*365 {
			b.Fatal(err)
		}
	}
}
