package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// staysOpen is a handle on a store, which stays open when the handle is closed.
type staysOpen struct{ linkpack.Store }

func (staysOpen) Close() error { return nil }

// TestASharedStoreBreaksNoPromise leaves out promises about lanes: in memory, there is one.
func TestASharedStoreBreaksNoPromise(t *testing.T) {
	RunShared(t, func(testing.TB) Shared {
		s := memory.New()
		return Shared{Open: func(testing.TB) linkpack.Store { return staysOpen{s} }}
	})
}

// TestStoresThatShareNothingAreNamed gives each process a store of its own.
func TestStoresThatShareNothingAreNamed(t *testing.T) {
	for _, p := range sharedPromises() {
		if strings.Contains(p.words, "lane") {
			continue
		}
		t.Run(p.words, func(t *testing.T) {
			report := reported(t, func(tb testing.TB) { p.try(tb, Shared{Open: openMemory}, 100*time.Millisecond) })
			if !strings.Contains(report, "broken promise: "+p.words) {
				t.Errorf("it was reported as %q", report)
			}
		})
	}
}

// TestASharedStoreThatIgnoresConditionsIsNamed looks for the promise that would be tried for
// ever if it had no end.
func TestASharedStoreThatIgnoresConditionsIsNamed(t *testing.T) {
	const words = "a condition holds until the transaction of another process ends"
	all := sharedPromises()
	p := all[slices.IndexFunc(all, func(p sharedPromise) bool { return p.words == words })]
	s := memory.New()
	report := reported(t, func(tb testing.TB) {
		p.try(tb, Shared{Open: func(testing.TB) linkpack.Store { return staysOpen{ignoresConditions{s}} }}, 100*time.Millisecond)
	})
	if !strings.Contains(report, "broken promise: "+words) {
		t.Errorf("it was reported as %q", report)
	}
}
