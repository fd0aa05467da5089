package routing

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// pairsOf returns all words of two letters.
func pairsOf(first, last rune) (all []string) {
	for a := first; a <= last; a++ {
		for b := first; b <= last; b++ {
			all = append(all, string(a)+string(b))
		}
	}
	return all
}

func TestRenamedLanguagesAreThoseOfXText(t *testing.T) {
	for _, base := range pairsOf('a', 'z') {
		want, err := language.All.Parse(base)
		if err != nil {
			continue
		}
		got := tag{base: base}.current()
		if text := string(appendSubtag(appendSubtag([]byte(got.base), got.script), got.region)); !strings.EqualFold(text, want.String()) {
			t.Errorf("%s is %s, not %s", base, want, text)
		}
	}
}

func TestScriptsAreThoseOfXText(t *testing.T) {
	for _, base := range pairsOf('a', 'z') {
		current := tag{base: base}.current()
		bare, err := language.Raw.Parse(base)
		if err != nil || current.base != base {
			continue
		}
		usual, _ := bare.Script()
		for _, region := range pairsOf('A', 'Z') {
			there, err := language.Raw.Parse(base + "-" + region)
			if err != nil {
				continue
			}
			want := ownScript
			if script, _ := there.Script(); script != usual && isCountry(region) {
				want = strings.ToLower(script.String())
			}
			if got := scriptIn(base, region); got != want && isCountry(region) {
				t.Errorf("%s in %s is written in %s, not %s", base, region, want, got)
			}
		}
	}
}

// isCountry reports whether a code is a country of today and not a group or an old
// name.
func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry() && region.Canonicalize() == region
}

func TestRegionsOfScriptsAreThoseOfXText(t *testing.T) {
	for _, text := range []string{"pa-arab", "pa-guru", "uz-arab", "zh-hans", "zh-hant"} {
		base, script, _ := strings.Cut(text, "-")
		want, _ := language.Make(text).Region()
		if got := regionOf(base, script); got != want.String() {
			t.Errorf("%s is %s, not %s", text, want, got)
		}
	}
}
