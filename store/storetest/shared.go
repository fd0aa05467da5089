package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Shared is a store that several processes can have open.
type Shared struct {
	// Open opens the store once more, as another process would.
	Open func(tb testing.TB) linkpack.Store
	// Expire lets a lease run out, as if its owner did not answer any more. If it is nil,
	// promises about that are left out.
	Expire func(tb testing.TB, lease analytics.Lease)
}

// RunShared tries what a store promises to several processes, which [Run] does not. empty
// returns an empty store, of which RunShared closes what it opens. If nobody can lease a
// second lane, promises about several lanes are left out.
func RunShared(t *testing.T, empty func(tb testing.TB) Shared) {
	for _, p := range sharedPromises() {
		t.Run(p.words, func(t *testing.T) { p.try(t, empty(t), patience) })
	}
}

// sharedPromise is what a store promises to several processes.
type sharedPromise struct {
	words string
	check func(p *processes)
}

// processes are as many handles on a store as there are workers.
type processes struct {
	*probe // of the first
	all    []*probe
	expire func(tb testing.TB, lease analytics.Lease)
}

// try checks the promise on a store.
func (s sharedPromise) try(tb testing.TB, store Shared, patience time.Duration) {
	all := &processes{expire: store.Expire}
	for range workers {
		p := &probe{tb: tb, ctx: tb.Context(), promise: s.words, patience: patience, Store: store.Open(tb)}
		tb.Cleanup(func() {
			if err := p.elsewhere(p.Close); err != nil && !errors.Is(err, linkpack.ErrClosed) {
				tb.Errorf("closing the store: %v", err)
			}
		})
		all.all = append(all.all, p)
	}
	all.probe = all.all[0]
	defer all.catch()
	s.check(all)
}

func sharedPromises() []sharedPromise {
	return []sharedPromise{
		{"what one process changes, the others see", seeOthersChanges},
		{"when many processes create one code, exactly one succeeds", onlyOneProcessCreates},
		{"links of all processes have different numbers", numbersDiffer},
		{"updates of one link by many processes lose nothing", losesNoUpdateOfOthers},
		{"a condition holds until the transaction of another process ends", conditionsHold},
		{"of many uses by many processes, exactly as many as allowed succeed", usesExactly},
		{"when many processes identify one person, there is one visitor", identifyOnceTogether},
		{"visitors that many processes merge at once become one", mergeTogether},
		{"readers in two processes see the same log while others write", followAlike},
		{"updates of the shared table by many processes lose nothing", losesNoSharedOfOthers},
		{"leases of two processes are for two lanes", leasesTwoLanes},
		{"when many processes want a lane whose lease has run out, exactly one gets it", onlyOneTakesOver},
		{"a released lane is leased before a new one", reusesLanes},
		{"a process that has lost its lane writes nothing", fencesLost},
		{"an update of a lane keeps neither another lane nor a view waiting", lanesAreApart},
		{"a view sees all lanes at one state", viewsAllLanes},
		{"the owner of a lane gets all requests", getsRequests},
		{"a request to a lane stays until its owner has fulfilled it", endsRequests},
		{"the next owner of a lane gets the requests that are left", passesRequestsOn},
		{"a view knows which lease of a lane has run out", tellsHowLeasesEnded},
	}
}
