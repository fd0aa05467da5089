package recorder_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestAuditNamesConversionsThatDiffer removes a rollup with a conversion of 19.99 EUR,
// and rebuilds it.
func TestAuditNamesConversionsThatDiffer(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	click := tracked(7, noon, 5)
	record(t, r, click)
	if _, err := r.Convert(t.Context(), analytics.NewClickID(noon, 0, 6), purchase(click.ID)); err != nil {
		t.Fatal(err)
	}
	r = reopen(t, r, store, func(analytics.Tx) error { return nil })
	wantClean(t, r)
	key := rows(t, store, analytics.TableRollups)
	if len(key) != 1 {
		t.Fatalf("%d rollups", len(key))
	}
	r = reopen(t, r, store, func(tx analytics.Tx) error { return tx.Delete(analytics.TableRollups, key[0].Key) })
	for _, want := range []string{
		`2026-03-28, link 7: conversions "purchase" in EUR at 12:00: stored 0, recounted 1`,
		`2026-03-28, link 7: millionths of conversions "purchase" in EUR at 12:00: stored 0, recounted 19990000`,
		`2026-03-28, link 7: converted clicks at 12:00: stored 0, recounted 1`,
	} {
		wantFinding(t, r, want)
	}
	rebuild(t, r, analytics.Selection{})
	wantClean(t, r)
	stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{7}, From: noon, To: noon.AddDate(0, 0, 1)})
	if err != nil || stats.Conversions != 1 || stats.Converted != 1 || stats.ConversionRate() != 1 {
		t.Errorf("after the rebuild: %+v, %v", stats, err)
	}
}
