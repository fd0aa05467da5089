package recorder_test

import (
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/store/memory"
)

// heap returns the bytes that are in use.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// TestErasedLinksAreNotRemembered erases links that nobody reads: those of 400
// runs, so that what is kept by run is little beside an entry for each link.
func TestErasedLinksAreNotRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		r := open(t, store, nil)
		links := make([]uint32, 400*256)
		for i := range links {
			links[i] = uint32(i)
		}
		before := heap()
		if err := r.EraseClicks(t.Context(), links); err != nil {
			t.Fatal(err)
		}
		if grown := heap() - before; grown > 3<<19 {
			t.Errorf("erasing %d links takes %d bytes for ever", len(links), grown)
		}
		runtime.KeepAlive(store)
		runtime.KeepAlive(r)
	})
}
