package linkpack_test

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// classesOf returns the requests of a link by class.
func classesOf(t *testing.T, kit *linkpacktest.Kit, link *linkpack.Link) analytics.ClassCounts {
	t.Helper()
	if err := kit.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return stats.Classes
}

func TestVisitsFromInternalNetworksAreNotClicks(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Internal: []netip.Prefix{
		netip.MustParsePrefix("192.0.2.128/25"), netip.MustParsePrefix("2001:db8:1::7/48"), netip.MustParsePrefix("::ffff:198.51.100.7/128"),
	}})
	for addr, internal := range map[string]bool{
		"192.0.2.128": true, "192.0.2.255": true, "192.0.2.127": false, "::ffff:192.0.2.200": true,
		"2001:db8:1:2::3": true, "2001:db8:2::3": false, "fe80::1%eth0": false, "2001:db8:1::3%eth0": true,
		"198.51.100.7": true, "198.51.100.8": false,
	} {
		link := kit.NewLink(linkpack.Link{Destination: home})
		kit.Visit(link).Addr(addr).Click()
		kit.Visit(link).Addr(addr).Method("HEAD").Click()
		want := analytics.ClassCounts{analytics.Human: 1, analytics.Head: 1}
		if internal {
			want = analytics.ClassCounts{analytics.Internal: 2}
		}
		if got := classesOf(t, kit, link); got != want {
			t.Errorf("%s: got %v, want %v", addr, got, want)
		}
	}
}

func TestInternalVisitsUseNothingUp(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, MaxClicks: 1})
	for name, visit := range map[string]*linkpacktest.Visit{
		"a tester":   kit.Visit(link).Internal(),
		"a monitor":  kit.Visit(link).Internal().UserAgent("curl/8.5.0"),
		"HEAD":       kit.Visit(link).Internal().Method("HEAD"),
		"a prefetch": kit.Visit(link).Internal().Prefetch(),
	} {
		if res, err := visit.Resolve(); err != nil || res.Location != home || res.Preview {
			t.Errorf("%s: %q, preview %v, %v", name, res.Location, res.Preview, err)
		}
		visit.Click()
	}
	if got := kit.Visit(link).Location(); got != home {
		t.Errorf("a person then goes to %q", got)
	}
	if res, err := kit.Visit(link).Internal().Resolve(); !errors.Is(err, linkpack.ErrGone) || res.Location != "" {
		t.Errorf("a tester of the used link: %q, %v", res.Location, err)
	}
	if res, err := kit.Visit(link).Internal().Peek(); !errors.Is(err, linkpack.ErrGone) || res.Location != "" {
		t.Errorf("its preview for a tester: %q, %v", res.Location, err)
	}
	if got := kit.Count(link); got != 0 {
		t.Errorf("%d clicks", got)
	}
}

func TestInternalVisitsOfALinkWithAPassword(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(locked(t, linkpack.Link{Destination: home, MaxClicks: 1}))
	if _, err := kit.Visit(link).Internal().Resolve(); !errors.Is(err, linkpack.ErrPassword) {
		t.Errorf("without the password: %v", err)
	}
	if _, err := kit.Visit(link).Internal().Unlock("wrong"); !errors.Is(err, linkpack.ErrPassword) {
		t.Errorf("with a wrong one: %v", err)
	}
	for range 2 {
		if res, err := kit.Visit(link).Internal().Unlock(secret); err != nil || res.Location != home {
			t.Errorf("with the right one: %q, %v", res.Location, err)
		}
	}
}

func TestInternalVisitsRunNoScripts(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{ScriptsAllowed: allowed})
	link := kit.NewLink(linkpack.Link{Destination: home, Scripts: []linkpack.Script{{Content: "https://ads.example/pixel.js"}}})
	if res, err := kit.Visit(link).Internal().Resolve(); err != nil || len(res.Scripts) != 0 || res.Location != home {
		t.Errorf("got %+v, %v", res.Scripts, err)
	}
}

func TestInternalNetworksAreChecked(t *testing.T) {
	for name, prefix := range map[string]netip.Prefix{
		"none": {}, "all of IPv4": netip.MustParsePrefix("0.0.0.0/0"), "all of IPv6": netip.MustParsePrefix("::/0"),
		"all of IPv4, mapped": netip.MustParsePrefix("::ffff:0:0/96"),
	} {
		_, err := linkpack.New(memory.New(), &linkpack.Options{Internal: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), prefix}})
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "internal[1]" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
