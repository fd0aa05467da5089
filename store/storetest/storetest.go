// Package storetest tests a store. [Run] tries every promise of the interfaces
// [linkpack.Store] and [analytics.Store], alone and from many goroutines, and names
// each one that is broken. [RunShared] does so for what a store promises to several
// processes, [Durable] tests that everything is there when a store is opened again, and
// [Benchmark] measures one. To test a store of your own, write
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(tb testing.TB) linkpack.Store { return openEmpty(tb) })
//	}
package storetest

import (
	"errors"
	"runtime/debug"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// patience is how long a store may take for what must not wait for ever.
const patience = 20 * time.Second

// Run tries each promise in a subtest with a store of its own. open returns an
// empty store, which Run closes; open can clean up anything else with tb.Cleanup. A
// panic of the store fails the subtest, unless it happens in a goroutine that the
// store started.
func Run(t *testing.T, open func(tb testing.TB) linkpack.Store) {
	for _, role := range roles() {
		t.Run(role.name, func(t *testing.T) {
			for _, p := range role.promises {
				t.Run(p.words, func(t *testing.T) { p.try(t, open, patience) })
			}
		})
	}
}

// promise is what a store promises, in words, and a check that tries it.
type promise struct {
	words string
	check func(p *probe)
}

// try checks the promise on a store that open returns.
func (p promise) try(tb testing.TB, open func(tb testing.TB) linkpack.Store, patience time.Duration) {
	probe := &probe{tb: tb, ctx: tb.Context(), promise: p.words, patience: patience}
	defer probe.catch()
	s := open(tb)
	tb.Cleanup(func() {
		// A check may have closed it, and a store that panicked may hang.
		if err := probe.elsewhere(s.Close); err != nil && !errors.Is(err, linkpack.ErrClosed) {
			tb.Errorf("closing the store: %v", err)
		}
	})
	probe.Store = s
	p.check(probe)
}

// catch reports a panic of the store as a broken promise. It must be deferred.
func (p *probe) catch() {
	p.tb.Helper()
	if v := recover(); v != nil {
		p.broken("panic: %v\n%s", v, debug.Stack())
	}
}

// roles returns all promises by what a store is used for.
func roles() []struct {
	name     string
	promises []promise
} {
	return []struct {
		name     string
		promises []promise
	}{
		{"creating links", creatingLinks()},
		{"finding links", findingLinks()},
		{"changing links", changingLinks()},
		{"deleting links", deletingLinks()},
		{"bin of links", binOfLinks()},
		{"tombstones of links", tombstonesOfLinks()},
		{"aliases of links", aliasesOfLinks()},
		{"external ids of links", externalIDs()},
		{"external ids in the bin", externalIDsInBin()},
		{"destinations of links", destinations()},
		{"listing links", listingLinks()},
		{"searching links", searchingLinks()},
		{"links as a scan finds them", modellingLinks()},
		{"revisions of links", revisionsOfLinks()},
		{"uses of links", usesOfLinks()},
		{"counts", counts()},
		{"keeping documents", keepingDocuments()},
		{"changing documents", changingDocuments()},
		{"listing documents", listingDocuments()},
		{"keeping visitors", keepingVisitors()},
		{"merging visitors", mergingVisitors()},
		{"listing visitors", listingVisitors()},
		{"conditions of writes", conditions()},
		{"change log", changeLog()},
		{"trimming the change log", trimmingChanges()},
		{"tables of clicks", clickTables()},
		{"rows of clicks by their keys", rowsByKeys()},
		{"transactions on clicks", clickTransactions()},
		{"lanes of clicks", clickLanes()},
		{"the shared table of clicks", sharedTable()},
		{"concurrency", concurrency()},
		{"contexts and closing", lifecycle()},
	}
}
