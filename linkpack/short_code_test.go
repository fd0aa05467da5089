package linkpack_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// repeating is a random source that always yields the same byte.
type repeating struct{}

func (repeating) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestCrowdedCodesGrow(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Random: repeating{}, CodeLength: 2})
	for want := 2; want < 5; want++ {
		link := kit.NewLink(linkpack.Link{Destination: home})
		if len(link.ShortCode) != want {
			t.Errorf("code %q, want %d characters", link.ShortCode, want)
		}
	}
}

func TestGeneratedCodesAreEvenlySpread(t *testing.T) {
	kit := linkpacktest.New(t)
	counts := make(map[rune]int)
	links, err := kit.CreateLinks(t.Context(), many(2000))
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		for _, r := range link.ShortCode {
			counts[r]++
		}
	}
	const want = 2000 * 7 / 57
	for r, n := range counts {
		if n < want/2 || n > want*2 {
			t.Errorf("%q came %d times, want about %d", r, n, want)
		}
	}
	if len(counts) != 57 {
		t.Errorf("%d characters are used, want 57", len(counts))
	}
}

func many(n int) []linkpack.Link {
	links := make([]linkpack.Link, n)
	for i := range links {
		links[i].Destination = home
	}
	return links
}

func TestAGeneratedCodeIsNeverReserved(t *testing.T) {
	// The source spells "22", which is reserved, then "33".
	source := io.MultiReader(bytes.NewReader(make([]byte, 64)), strings.NewReader(strings.Repeat("\x01", 1<<16)))
	kit := linkpacktest.New(t, linkpack.Options{Random: source, CodeLength: 2, Reserved: []string{"22"}})
	link := kit.NewLink(linkpack.Link{Destination: home})
	if link.ShortCode == "22" {
		t.Error("the reserved code was given")
	}
}

func TestAFailingRandomSourceIsAnError(t *testing.T) {
	broken := errors.New("broken")
	source := io.MultiReader(strings.NewReader(strings.Repeat("x", 80)), errorReader{broken})
	kit := linkpacktest.New(t, linkpack.Options{Random: source})
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Rules: geoRules("US", home)})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the source's error", err)
	}
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestReservedCodesAreListed(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Reserved: []string{"Zoo", "api"}})
	if got := strings.Join(kit.Reserved(), " "); got != "api zoo" {
		t.Errorf("got %q", got)
	}
}
