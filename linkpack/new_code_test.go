package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// newCode is a function for Options.NewCode.
type newCode = func(ctx context.Context, domain string, try int) (string, error)

func withCodes(t *testing.T, f newCode) *linkpacktest.Kit {
	return linkpacktest.New(t, linkpack.Options{NewCode: f, Domains: []string{"go.example"}})
}

func TestAHostMakesTheCodes(t *testing.T) {
	var n atomic.Int64
	kit := withCodes(t, func(_ context.Context, domain string, try int) (string, error) {
		return fmt.Sprintf("%s-%d-%d", strings.ReplaceAll(domain, ".", "_"), try, n.Add(1)), nil
	})
	for _, want := range []struct{ domain, code string }{{"", "-0-1"}, {"go.example", "go_example-0-2"}, {"", "-0-3"}} {
		if link := kit.NewLink(linkpack.Link{Destination: home, Domain: want.domain}); link.ShortCode != want.code {
			t.Errorf("code %q, want %q", link.ShortCode, want.code)
		}
	}
	if link := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "mine"}); link.ShortCode != "mine" || n.Load() != 3 {
		t.Errorf("a link with a code got %q", link.ShortCode)
	}
	links, err := kit.CreateLinks(t.Context(), many(3))
	if err != nil || links[2].ShortCode != "-0-6" {
		t.Errorf("several links: %v, %v", links, err)
	}
	once, _, err := kit.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Destination: home})
	if err != nil || once.ShortCode != "-0-7" {
		t.Errorf("a link made once: %v, %v", once, err)
	}
}

func TestTakenAndReservedCodesAreTriedAgain(t *testing.T) {
	codes := []string{"taken", "API", "gone", "healthz", "free"}
	kit := withCodes(t, func(_ context.Context, _ string, try int) (string, error) { return codes[try], nil })
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken"})
	gone := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "gone"})
	if err := kit.DeleteLink(t.Context(), "", gone.ID); err != nil {
		t.Fatal(err)
	}
	if link := kit.NewLink(linkpack.Link{Destination: home}); link.ShortCode != "free" {
		t.Errorf("code %q", link.ShortCode)
	}
}

func TestCodesThatAreNeverFreeEnd(t *testing.T) {
	for _, code := range []string{"taken", "api"} {
		var calls int
		kit := withCodes(t, func(context.Context, string, int) (string, error) { calls++; return code, nil })
		kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken"})
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home}); !errors.Is(err, linkpack.ErrExists) {
			t.Errorf("%s: %v", code, err)
		}
		if calls != 100 {
			t.Errorf("%s: tried %d times", code, calls)
		}
	}
}

func TestACodeThatNoLinkCanHaveIsAnError(t *testing.T) {
	broken := errors.New("broken")
	for code, c := range map[string]struct{ err, want error }{
		"":                      {nil, linkpack.ErrInvalid},
		"a b":                   {nil, linkpack.ErrInvalid},
		"a/b":                   {nil, linkpack.ErrInvalid},
		strings.Repeat("x", 65): {nil, linkpack.ErrInvalid},
		"fine":                  {broken, broken},
	} {
		kit := withCodes(t, func(context.Context, string, int) (string, error) { return code, c.err })
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home}); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", code, err, c.want)
		}
	}
}

func TestReadyCodes(t *testing.T) {
	for pattern, f := range map[string]newCode{
		`^[a-z]+-[a-z]+-[a-z]+$`:    linkpack.WordCodes(0, nil),
		`^[a-z]+$`:                  linkpack.WordCodes(1, nil),
		`^([a-z]+-){7}[a-z]+$`:      linkpack.WordCodes(99, nil),
		`^promo-[2-9a-km-np-z]{5}$`: linkpack.PrefixCodes("promo-", 0, nil),
		`^x[2-9a-km-np-z]{2}$`:      linkpack.PrefixCodes("x", 2, nil),
	} {
		for range 300 {
			code, err := f(t.Context(), "", 0)
			if err != nil || !regexp.MustCompile(pattern).MatchString(code) || len(code) > 64 {
				t.Fatalf("code %q, %v, want %s", code, err, pattern)
			}
		}
	}
}

func TestReadyCodesGrowWhereTheyAreTaken(t *testing.T) {
	for name, f := range map[string]newCode{
		"words":    linkpack.WordCodes(1, repeating{}),
		"prefixes": linkpack.PrefixCodes("p", 1, repeating{}),
	} {
		kit := withCodes(t, f)
		seen := make(map[string]bool)
		for range 4 {
			seen[kit.NewLink(linkpack.Link{Destination: home}).ShortCode] = true
		}
		if len(seen) != 4 {
			t.Errorf("%s: %v", name, seen)
		}
	}
}

func TestAFailingSourceOfReadyCodesIsAnError(t *testing.T) {
	broken := errors.New("broken")
	for name, f := range map[string]newCode{
		"words": linkpack.WordCodes(3, errorReader{broken}), "prefixes": linkpack.PrefixCodes("p", 3, errorReader{broken}),
	} {
		if _, err := f(t.Context(), "", 0); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ExampleWordCodes() {
	code, err := linkpack.WordCodes(3, repeating{})(context.Background(), "", 0)
	fmt.Println(code, err)
	// Output: acorn-acorn-acorn <nil>
}
