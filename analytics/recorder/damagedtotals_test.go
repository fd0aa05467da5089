package recorder_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDamagedFiguresTakeNoOtherLinkFromAWorkspace damages the clicks of one link and asks
// for those of all links of its workspace, before and after they are counted again.
func TestDamagedFiguresTakeNoOtherLinkFromAWorkspace(t *testing.T) {
	for name, table := range map[string]analytics.Table{"all days": analytics.TableSums, "an open day": analytics.TableRollups} {
		for damaged := range 5 {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { withDamagedClicks(t, table, damaged) })
			})
		}
	}
}

// withDamagedClicks damages the newest row of a table that belongs to a link.
func withDamagedClicks(t *testing.T, table analytics.Table, damaged int) {
	store, links := clickedOnTwoDays(t)
	var row analytics.Row
	for _, next := range rows(t, store, table) {
		key := next.Key
		if table == analytics.TableSums && (key[0] != 3 || key[8] != byte(links[damaged])) || table == analytics.TableRollups && key[7] != byte(links[damaged]) {
			continue
		}
		row = next
	}
	flip(t, store, table, row, len(row.Value)-1, 1)
	opts := quiet()
	opts.Clock = func() time.Time { return noon.AddDate(0, 0, 1) }
	r := open(t, store, opts)
	want := []uint64{2, 2, 2, 2, 2}
	want[damaged] = 0
	for range 2 {
		got, clicks, err := r.WorkspaceClicks(t.Context(), 7)
		if err != nil || !slices.Equal(got, links) || !slices.Equal(clicks, want) {
			t.Errorf("links %v have %v clicks, want %v: %v", got, clicks, want, err)
		}
		_, err = r.Totals(t.Context(), links)
		if isDamaged := errors.Is(err, analytics.ErrDamaged); isDamaged != (want[damaged] == 0) {
			t.Errorf("Totals returned %v", err)
		}
		time.Sleep(3 * time.Minute)
		want[damaged] = 2
	}
}

// clickedOnTwoDays returns a store with links of workspace 7. They were clicked on a day
// that is closed and on the next, which is open.
func clickedOnTwoDays(t *testing.T) (store *memory.Store, links []uint32) {
	t.Helper()
	store, links = memory.New(), []uint32{1, 2, 3, 4, 5}
	for day := range 2 {
		opts := quiet()
		opts.Clock = func() time.Time { return noon.AddDate(0, 0, day) }
		r := open(t, store, opts)
		if err := recorder.PackDays(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		for _, link := range links {
			h := hit(link)
			h.Plan.Workspace, h.Visit.Time = 7, noon.AddDate(0, 0, day)
			record(t, r, h)
		}
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return store, links
}
