package storetest

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// witness is a testing.TB that keeps what is reported, and does not fail.
type witness struct {
	testing.TB
	report   string
	cleanups []func()
}

func (w *witness) Helper() {}

func (w *witness) Cleanup(fn func()) { w.cleanups = append(w.cleanups, fn) }

func (w *witness) Error(args ...any) { w.report += fmt.Sprint(args...) }

func (w *witness) Errorf(format string, args ...any) { w.report += fmt.Sprintf(format, args...) }

func (w *witness) Fatalf(format string, args ...any) {
	w.report += fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// verdict tries one promise on a store and returns what is reported.
func verdict(t *testing.T, p promise, s linkpack.Store) string {
	t.Helper()
	return reported(t, func(tb testing.TB) {
		p.try(tb, func(testing.TB) linkpack.Store { return s }, 100*time.Millisecond)
	})
}

// reported runs a test and its cleanups and returns what is reported.
func reported(t *testing.T, test func(tb testing.TB)) string {
	t.Helper()
	w := &witness{TB: t}
	var wg sync.WaitGroup
	wg.Go(func() { test(w) })
	wg.Wait()
	for _, fn := range w.cleanups {
		fn()
	}
	return w.report
}

// find returns the promise with these words.
func find(t *testing.T, words string) promise {
	t.Helper()
	for _, role := range roles() {
		for _, p := range role.promises {
			if p.words == words {
				return p
			}
		}
	}
	t.Fatalf("nobody promises that %s", words)
	return promise{}
}

func TestASoundStoreBreaksNoPromise(t *testing.T) { Run(t, openMemory) }

func openMemory(testing.TB) linkpack.Store { return memory.New() }

func TestABrokenStoreIsNamed(t *testing.T) {
	for words, broken := range map[string]linkpack.Store{
		"links are created all or none":                                  createsSome{memory.New()},
		"a code on a domain is given once":                               overwrites{memory.New()},
		"when many create one code, exactly one succeeds":                overwrites{memory.New()},
		"what the store returns belongs to the caller":                   &sharesLinks{Store: memory.New()},
		"another workspace's link is not found":                          showsAll{memory.New()},
		"links are found by their numbers, in the order of these":        sortsNumbers{memory.New()},
		"updates of one link lose nothing":                               updatesBlindly{memory.New()},
		"an update that fails changes nothing":                           ignoresFailure{memory.New()},
		"links are changed all or none":                                  changesSome{memory.New()},
		"links are deleted all or none":                                  changesSome{memory.New()},
		"the bin is emptied from the oldest on":                          emptiesAll{memory.New()},
		"a code that no link has any more can be taken in its workspace": keepsTombstones{memory.New()},
		"codes and tombstones are those of a simple model":               keepsTombstones{memory.New()},
		"a deleted link's number is known to its workspace":              forgetsDeleted{memory.New()},
		"of many uses at once, exactly as many as allowed succeed":       usesTooMuch{memory.New()},
		"every revision is kept":                                         hasNoPast{memory.New()},
		"a list holds what the query matches, in its order":              filtersNothing{memory.New()},
		"newer links come first":                                         listsBackwards{memory.New()},
		"a cursor that no page returned is refused":                      ignoresCursors{memory.New()},
		"an update is stored, returned and counted":                      countsNoRevision{memory.New()},
		"a transaction that fails writes nothing":                        commitsAlways{memory.New()},
		"a view sees one state, whatever happens meanwhile":              viewsLive{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a view cannot be written to":                                    viewsLive{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a call with a cancelled context does nothing":                   ignoresContext{memory.New()},
		"a view does not wait for an update that runs":                   oneAtATime{memory.New(), new(sync.Mutex)},
		"when many want one lane, exactly one gets it":                   leasesTwice{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a lane that is leased is leased to nobody else":                 leasesTwice{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a lease that has ended writes nothing":                          neverReleases{memory.New()},
		"a released lane goes on where it was":                           neverReleases{memory.New()},
		"updates of the shared table lose nothing":                       sharesBlindly{memory.New()},
		"a view sees one state of lane and shared table":                 viewsLive{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a view knows the lanes":                                         viewsLive{memory.New(), new(atomic.Pointer[analytics.Lease])},
		"a view does not wait for an update of the shared table":         oneAtATime{memory.New(), new(sync.Mutex)},
		"GetAll yields the rows of keys in the order of the keys":        getsSorted{memory.New()},
		"waiting to write ends with the context":                         ignoresContext{memory.New()},
		"a closed store says that it is closed":                          neverCloses{memory.New()},
	} {
		t.Run(words, func(t *testing.T) {
			report := verdict(t, find(t, words), broken)
			if !strings.Contains(report, "broken promise: "+words) {
				t.Errorf("a %T was reported as %q", broken, report)
			}
		})
	}
}

func TestDurableNamesAStoreThatForgets(t *testing.T) {
	report := reported(t, func(tb testing.TB) { durable(tb, openMemory) })
	if !strings.Contains(report, "broken promise: everything is there") {
		t.Errorf("a store that forgets was reported as %q", report)
	}
}

func TestEveryPromiseHasItsOwnWords(t *testing.T) {
	for _, role := range roles() {
		seen := make(map[string]bool)
		for _, p := range role.promises {
			if seen[p.words] {
				t.Errorf("%s: %q twice", role.name, p.words)
			}
			seen[p.words] = true
		}
	}
}

// TestFullLinkIsFull keeps the sample complete when links get a new field.
func TestFullLinkIsFull(t *testing.T) {
	wantFull(t, reflect.ValueOf(*fullLink(1)), "Number", "DeletedAt")
	wantFull(t, reflect.ValueOf(fullRule()))
	wantFull(t, reflect.ValueOf(*document(1)), "Revision")
	wantFull(t, reflect.ValueOf(*visitor(1)))
}

func wantFull(t *testing.T, v reflect.Value, given ...string) {
	t.Helper()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; !slices.Contains(given, name) && v.Field(i).IsZero() {
			t.Errorf("the sample's field %s is not set", name)
		}
	}
}
