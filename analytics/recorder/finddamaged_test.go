package recorder_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// oneBlock imports clicks of several links, half of them tracked, in one block of several
// rows, and returns them.
func oneBlock(t *testing.T, r *recorder.Recorder) []analytics.Click {
	t.Helper()
	_, err := r.Import(t.Context(), func(yield func(analytics.Hit, error) bool) {
		for i := range uint64(500) {
			h := hit(uint32(i % 9))
			if i%2 == 0 {
				h = tracked(uint32(i%9), noon.Add(time.Duration(i)*time.Millisecond-time.Minute), i*0x9e3779b97f4a7c15)
			}
			if !yield(h, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return exportOf(t, r)
}

// TestADamagedRowHidesOnlyItsClicks damages the rows of a block one after the other.
func TestADamagedRowHidesOnlyItsClicks(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	clicks := oneBlock(t, r)
	chunks := chunksOf(t, store)
	if len(chunks) < 5 {
		t.Fatalf("the block has %d rows", len(chunks))
	}
	hidden := make(map[string]int)
	for _, row := range chunks {
		spoilt := row
		spoilt.Value = append([]byte(nil), row.Value...)
		spoilt.Value[len(spoilt.Value)-1] ^= 1
		putRow(t, r, analytics.TableLog, spoilt)
		for _, c := range clicks {
			found, err := r.Event(t.Context(), c.ID)
			if errors.Is(err, analytics.ErrDamaged) {
				hidden[c.ID]++
			} else if err != nil || !reflect.DeepEqual(found, c) {
				t.Fatalf("found  %+v, %v\nwanted %+v", found, err, c)
			}
		}
		putRow(t, r, analytics.TableLog, row)
	}
	for _, c := range clicks {
		if hidden[c.ID] != 1 {
			t.Errorf("click %s is hidden by %d rows", c.ID, hidden[c.ID])
		}
	}
}

// TestConversionsBesideADamagedRow converts all tracked clicks of a damaged block.
func TestConversionsBesideADamagedRow(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	clicks := oneBlock(t, r)
	row := chunksOf(t, store)[2]
	row.Value[len(row.Value)-1] ^= 1
	putRow(t, r, analytics.TableLog, row)
	converted, refused := 0, 0
	for _, c := range clicks {
		if !c.Tracked {
			continue
		}
		_, err := r.Convert(t.Context(), analytics.ClickID{}, analytics.ConversionFacts{Click: c.ID, Kind: "purchase"})
		switch {
		case err == nil:
			converted++
		case errors.Is(err, analytics.ErrDamaged):
			refused++
		default:
			t.Errorf("%s: %v", c.ID, err)
		}
	}
	if converted < 100 || refused == 0 {
		t.Errorf("%d clicks were converted, %d refused", converted, refused)
	}
}

// TestAnUnknownIDInADamagedBlock asks for clicks that the block cannot have, and for one
// that it may have.
func TestAnUnknownIDInADamagedBlock(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	clicks := oneBlock(t, r)
	row := chunksOf(t, store)[2]
	row.Value[len(row.Value)-1] ^= 1
	putRow(t, r, analytics.TableLog, row)
	for _, c := range clicks {
		forged := c.ID[:35] + "0" // of another visitor
		if forged == c.ID {
			forged = c.ID[:35] + "1"
		}
		_, known := r.Event(t.Context(), c.ID)
		want := analytics.ErrUnknownClick
		if c.Tracked || known != nil {
			want = analytics.ErrDamaged
		}
		if _, err := r.Event(t.Context(), forged); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", forged, err, want)
		}
	}
	if _, err := r.Event(t.Context(), analytics.NewClickID(noon.Add(time.Hour), 0, 1).String()); !errors.Is(err, analytics.ErrUnknownClick) {
		t.Errorf("of another time: %v", err)
	}
}

// chunksOf returns the rows of the log that have clicks.
func chunksOf(t *testing.T, store analytics.Store) (chunks []analytics.Row) {
	t.Helper()
	for _, row := range rows(t, store, analytics.TableLog) {
		if string(row.Key[8:12]) != "\xff\xff\xff\xff" {
			chunks = append(chunks, row)
		}
	}
	return chunks
}

// putRow changes a row behind the recorder's back.
func putRow(t *testing.T, r *recorder.Recorder, table analytics.Table, row analytics.Row) {
	t.Helper()
	put := func(tx analytics.Tx) error { return tx.Put(table, row.Key, row.Value) }
	if err := recorder.UpdateLane(t.Context(), r, put); err != nil {
		t.Fatal(err)
	}
}
