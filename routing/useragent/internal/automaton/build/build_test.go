package build_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
)

// patterns has every kind of pattern that Table accepts.
var patterns = []string{
	`he`, `she`, `his`, `hers`, `^hi`, `is$`, `\bher\b`, `[^s]he`, `h[ei]?s`, `s(?:h|i)+?h`,
	`\.he`, `(^| )si`, `e{2,3}r`, `h.s`, `[A-Z]\d`, `e\b`, `\b /`,
}

func table(t testing.TB, patterns []string) *automaton.Table {
	t.Helper()
	var words []build.Word
	for i, p := range patterns {
		words = append(words, build.Word{Pattern: p, Signals: 1 << i})
	}
	table, err := build.Table(words)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The automaton must find the same as the regular expressions one by one.
func TestScanAgreesWithRegularExpressions(t *testing.T) {
	patterns := accepted(patterns)
	scanned := table(t, patterns)
	var expressions []*regexp.Regexp
	for _, p := range patterns {
		expressions = append(expressions, regexp.MustCompile("(?i)"+p))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := randomText(random)
		if got, want := scanned.Scan(text), byRegexp(expressions, text); got != want {
			t.Fatalf("%q gives %b, want %b", text, got, want)
		}
	}
}

func accepted(patterns []string) []string {
	var ok []string
	for _, p := range patterns {
		if build.Check(p) == nil {
			ok = append(ok, p)
		}
	}
	return ok
}

func randomText(random *rand.Rand) string {
	const letters = "hhheeesssiirrHES ._/0\xff"
	var b strings.Builder
	for range random.IntN(12) {
		b.WriteByte(letters[random.IntN(len(letters))])
	}
	return b.String()
}

func byRegexp(expressions []*regexp.Regexp, text string) uint64 {
	var found uint64
	for i, e := range expressions {
		if e.MatchString(text) {
			found |= 1 << i
		}
	}
	return found
}

func TestCheck(t *testing.T) {
	for _, p := range patterns {
		if err := build.Check(p); err != nil && p != `s(?:h|i)+?h` {
			t.Errorf("%s was refused: %v", p, err)
		}
	}
	for _, tt := range []struct{ name, pattern, says string }{
		{"unlimited repetition", `a+b`, "pattern of unlimited length"},
		{"look-behind", `(?<!x)a`, "invalid"},
		{"empty pattern", ``, "matches every text"},
		{"optional pattern", `(?:a)?`, "matches every text"},
		{"too many ways", `[ab](?:c|d|e|f|g)?x?y?(?:1|22|3)?(?:q|rr|s)?(?:t|uu)?(?:v|ww)?(?:4|55|66)?`, "ways to match"},
		{"boundary nobody can place", `.\b`, "may or may not be"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := build.Check(tt.pattern)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want it to say %q", err, tt.says)
			}
		})
	}
	if err := build.Check(`a*`); !errors.Is(err, build.ErrInfinite) {
		t.Errorf("got %v", err)
	}
}

func TestTooManyWordsAreRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var words []build.Word
	for range 70 {
		var word strings.Builder
		for range 1000 {
			word.WriteByte(byte('a' + random.IntN(26)))
		}
		words = append(words, build.Word{Pattern: word.String(), Signals: 1})
	}
	if _, err := build.Table(words); !errors.Is(err, build.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestTooManyOutputsAreRefused(t *testing.T) {
	var words []build.Word
	for i := range 300 {
		words = append(words, build.Word{Pattern: fmt.Sprintf("w%dx", i), Signals: uint64(i + 1)})
	}
	if _, err := build.Table(words); err == nil || !strings.Contains(err.Error(), "distinct signals") {
		t.Errorf("got %v", err)
	}
}

func TestOfTwoNumbersTheLargerIsFound(t *testing.T) {
	const low, high = 1 << automaton.RankShift, 2 << automaton.RankShift
	table, err := build.Table([]build.Word{{Pattern: "safari", Signals: low | 1}, {Pattern: "chrome", Signals: high | 2}, {Pattern: "rome", Signals: low | 4}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]uint64{"safari": low | 1, "chrome safari": high | 7, "safari chrome": high | 7, "rome": low | 4, "": 0} {
		if got := table.Scan(text); got != want {
			t.Errorf("%q gives %x, want %x", text, got, want)
		}
	}
}
