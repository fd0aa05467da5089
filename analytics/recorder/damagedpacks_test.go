package recorder_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// manyLinks are so many links that their rollups are scanned. Nine of them have rows in
// the pack of packedStore, but not the last of it.
func manyLinks() (links []uint32) {
	for link := range uint32(9) {
		links = append(links, link, 30+link)
	}
	return links
}

func TestADamagedPackIsToldWhereverItsRowsAreScanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, r := packedStore(t)
		packs := packsOf(t, store, 1)
		damagePacks(t, r, packs)
		query := analytics.Query{Links: manyLinks(), From: noon, To: noon.Add(time.Hour)}
		if _, err := r.Stats(t.Context(), query); !errors.Is(err, analytics.ErrDamaged) || !strings.Contains(err.Error(), "pack from rollup of") {
			t.Errorf("Stats: %v", err)
		}
		_, _, err := r.Events(t.Context(), analytics.EventQuery{Links: manyLinks(), Limit: 100})
		if !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("Events: %v", err)
		}
		time.Sleep(3 * time.Minute)
		if s, err := r.Stats(t.Context(), query); err != nil || s.Clicks() != 45 {
			t.Errorf("after the figures were mended: %v", err)
		}
		wantClean(t, r)
	})
}
