// Package storetest proves a store: it tries every promise that the interfaces
// [linkpack.Store] and [analytics.Store] make, alone and from many goroutines,
// and names the one that is broken. A store of your own is proven by
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(tb testing.TB) linkpack.Store { return openEmpty(tb) })
//	}
package storetest

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Factory opens a store that is empty. Whoever calls it closes the store; what
// else must be cleaned up is the factory's business, by tb.Cleanup.
type Factory func(tb testing.TB) linkpack.Store

// patience is how long a store may take for what must not wait for ever.
const patience = 20 * time.Second

// Run tries every promise on a store of its own.
func Run(t *testing.T, open Factory) {
	for _, role := range roles() {
		t.Run(role.name, func(t *testing.T) {
			for _, p := range role.promises {
				t.Run(p.words, func(t *testing.T) {
					s := open(t)
					t.Cleanup(func() { _ = s.Close() }) // some promises close it themselves
					p.try(t, s, patience)
				})
			}
		})
	}
}

// promise is what a store promises, in words, and a way to find it broken.
type promise struct {
	words string
	check func(p *probe)
}

// try checks the promise on an empty store.
func (p promise) try(tb testing.TB, s linkpack.Store, patience time.Duration) {
	p.check(&probe{Store: s, tb: tb, ctx: tb.Context(), promise: p.words, patience: patience})
}

// roles are all promises, by what the store is used for.
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
		{"aliases of links", aliasesOfLinks()},
		{"listing links", listingLinks()},
		{"searching links", searchingLinks()},
		{"revisions of links", revisionsOfLinks()},
		{"using up links", usingUpLinks()},
		{"keeping documents", keepingDocuments()},
		{"changing documents", changingDocuments()},
		{"listing documents", listingDocuments()},
		{"log of changes", changeLog()},
		{"trimming the log of changes", trimmingChanges()},
		{"tables of clicks", clickTables()},
		{"rows of clicks by their keys", rowsByKeys()},
		{"transactions on clicks", clickTransactions()},
		{"lanes of clicks", clickLanes()},
		{"what the lanes share", sharedTable()},
		{"many at once", concurrency()},
		{"giving up and closing", lifecycle()},
	}
}
