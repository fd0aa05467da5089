package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// panics panics when a link is looked up by its code.
type panics struct{ linkpack.Store }

func (panics) LinkByCode(context.Context, string, string) (*linkpack.Link, error) {
	panic("no such page")
}

// hangs never closes, like a store that panicked with a lock held.
type hangs struct{ linkpack.Store }

func (hangs) Close() error { select {} }

// panicsClosing panics when it is closed.
type panicsClosing struct{ linkpack.Store }

func (panicsClosing) Close() error { panic("no such page") }

func TestAPanicOfTheStoreFailsTheCaseAlone(t *testing.T) {
	for _, words := range []string{
		"every field is stored as it is",
		"readers see whole changes while writers write", // where other goroutines call it
	} {
		report := verdict(t, find(t, words), panics{memory.New()})
		for _, want := range []string{"broken promise: " + words, "panic: no such page", "panics.LinkByCode"} {
			if !strings.Contains(report, want) {
				t.Errorf("a panic is reported as %q, without %q", report, want)
			}
		}
	}
}

func TestAPanicOfOpenFailsTheCaseAlone(t *testing.T) {
	p := find(t, "creating no links is no error")
	open := func(testing.TB) linkpack.Store { panic("no such file") }
	for name, test := range map[string]func(tb testing.TB){
		"Run":     func(tb testing.TB) { p.try(tb, open, patience) },
		"Durable": func(tb testing.TB) { durable(tb, open) },
	} {
		if report := reported(t, test); !strings.Contains(report, "panic: no such file") {
			t.Errorf("%s reports a panic as %q", name, report)
		}
	}
}

func TestAStoreThatCannotBeClosedIsReported(t *testing.T) {
	p := find(t, "creating no links is no error")
	for want, broken := range map[string]linkpack.Store{
		"closing the store: still waiting":       hangs{memory.New()},
		"closing the store: panic: no such page": panicsClosing{memory.New()},
	} {
		if report := verdict(t, p, broken); !strings.Contains(report, want) {
			t.Errorf("a %T was reported as %q, without %q", broken, report, want)
		}
	}
}

func TestACursorThatIsAcceptedIsNamed(t *testing.T) {
	p := find(t, "a cursor that no page returned is refused")
	if report := verdict(t, p, ignoresCursors{memory.New()}); !strings.Contains(report, `cursor "x"`) {
		t.Errorf("reported as %q", report)
	}
}
