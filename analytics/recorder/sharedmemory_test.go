package recorder_test

import (
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestVisitorsDifferThoughTheirRequestsShareMemory has a server read all requests into
// the same memory, with times in between at which clicks are written.
func TestVisitorsDifferThoughTheirRequestsShareMemory(t *testing.T) {
	const visitors = 300
	r := open(t, memory.New(), nil)
	shared := make([]byte, 64)
	for i := range visitors {
		hit := hit(1)
		hit.Visit.UserAgent = unsafe.String(&shared[0], copy(shared, fmt.Sprintf("Mozilla/5.0 visitor %3d", i)))
		if err := r.Record(t.Context(), hit); err != nil {
			t.Fatal(err)
		}
		if i%70 == 69 {
			if err := r.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	day := noon.Truncate(24 * time.Hour)
	stats, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: day, To: day.AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if stats.DailyUniques != visitors {
		t.Errorf("%d visitors, want %d", stats.DailyUniques, visitors)
	}
}
