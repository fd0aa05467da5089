package routing_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/linkpack/linkpack-go/routing"
)

// speaks reports whether a rule on languages matches a visitor who prefers one.
func speaks(t *testing.T, rule, visitor string) bool {
	t.Helper()
	v := &routing.Visit{Header: http.Header{"Accept-Language": {visitor}}}
	return only(t, "language", rule).Route(v).Rule == 0
}

func TestALanguageIncludesItsVarieties(t *testing.T) {
	for rule, visitors := range map[string]struct{ yes, no string }{
		"pt":           {"pt pt-BR pt-PT pt-Latn-BR PT-br pt-BR-x-y", "pts ptx-BR es *"},
		"pt-BR":        {"pt-BR pt-br pt-Latn-BR pt-BR-abl1943 pt-BR-u-ca-buddhist", "pt pt-PT pt-Latn es-BR"},
		"zh-TW,zh-HK":  {"zh-Hant-HK zh-HK zh-TW zh-Hant-TW zh-Hant zh-HK-x-a cmn-TW", "zh zh-CN zh-Hans zh-Hans-CN zh-Hant-MO yue"},
		"zh-CN":        {"zh-CN zh-Hans-CN zh-Hans zh-cn cmn-Hans-CN", "zh zh-TW zh-Hant-TW zh-Hans-SG"},
		"zh-Hans":      {"zh-CN zh-SG zh zh-Hans zh-Hans-HK cmn", "zh-TW zh-HK zh-MO zh-Hant zh-Hant-CN"},
		"zh-Hant":      {"zh-TW zh-HK zh-MO zh-Hant zh-Hant-CN zh-Hant-HK", "zh zh-CN zh-SG zh-Hans-TW"},
		"zh-Hant-HK":   {"zh-HK zh-Hant-HK", "zh-TW zh-Hant zh-Hans-HK zh"},
		"zh":           {"zh zh-TW zh-Hant-HK zh-yue zh-cmn-Hans cmn", "yue ja"},
		"sr":           {"sr sr-RS sr-Latn sr-Latn-RS sr-Cyrl-ME sh sh-RS", "hr bs"},
		"sr-Latn":      {"sr-Latn sr-Latn-RS sr-ME sh", "sr sr-RS sr-Cyrl sr-Cyrl-ME"},
		"sr-Cyrl":      {"sr sr-RS sr-Cyrl-RS", "sr-Latn-RS sr-ME sh"},
		"sr-RS":        {"sr-RS sr-Latn-RS sr-Cyrl-RS sh-RS", "sr sr-ME sr-Latn"},
		"no":           {"no nb nn nb-NO nn-NO no-NO", "da sv"},
		"nb":           {"no nb nb-NO", "da"},
		"nb-NO":        {"nb-NO no-NO", "nb no nb-SJ"},
		"nn":           {"nn nn-NO", "no nb"},
		"he":           {"he iw he-IL iw-IL", "yi"},
		"iw":           {"he iw he-IL", "yi"},
		"id":           {"id in id-ID in-ID", "ms"},
		"in-ID":        {"id-ID in-ID", "id in"},
		"yi":           {"yi ji", "he"},
		"fil":          {"fil tl fil-PH tl-PH", "fi"},
		"ro":           {"ro ro-RO ro-MD mo", "mol"},
		"en-GB":        {"en-GB en-UK en-gb-oxendict", "en en-US"},
		"en-UK":        {"en-GB en-UK", "en-US"},
		"es-419":       {"es-419 es-MX es-AR", "es es-ES es-US"},
		"en-001":       {"en-001 en-US en-AU", "en"},
		"de":           {"de de-AT de-Latn-DE de-1996 de-DE-1996-x-y de-x-a", "gsw nds"},
		"de-Latn":      {"de de-DE de-Latn", "den"},
		"de-CH-1996":   {"de-CH-1996 de-CH-1996-x", "de-CH de-1996"},
		"az-Cyrl":      {"az-Cyrl az-Cyrl-AZ az-RU", "az az-Latn az-AZ"},
		"pa-PK":        {"pa-PK pa-Arab-PK pa-Arab", "pa pa-IN pa-Guru"},
		"i-klingon":    {"i-klingon tlh", "i-lux"},
		"en-u-hc-h12":  {"en-u-hc-h12", "en en-US-u-hc-h12x"},
		"unknown,de":   {"de * en;q=0", "en"},
		"a-1,x-foo,de": {"a-1 a-1-b x-foo de", "a x b"},
	} {
		for visitor := range strings.FieldsSeq(visitors.yes) {
			if !speaks(t, rule, visitor) {
				t.Errorf("%s does not match %s", rule, visitor)
			}
		}
		for visitor := range strings.FieldsSeq(visitors.no) {
			if speaks(t, rule, visitor) {
				t.Errorf("%s matches %s", rule, visitor)
			}
		}
	}
}

func TestTheFirstLanguageOfTheHighestQualityDecides(t *testing.T) {
	for header, want := range map[string]bool{
		"zh-Hant-HK,zh;q=0.9": true, "en;q=0.8,zh-HK;q=0.9": true, "*,zh-HK;q=0.1": true,
		"zh-HK;q=0,en": false, "en,zh-HK": false, "zh-HK;q=0": false, "*": false,
	} {
		if got := speaks(t, "zh-TW,zh-HK", header); got != want {
			t.Errorf("%s: %t", header, got)
		}
	}
}

func TestOneLanguageHasOneSplit(t *testing.T) {
	for _, same := range [][2]string{{"iw", "he"}, {"no,de", "DE,nb"}, {"en-UK", "en-GB"}, {"zh-cmn", "zh"}, {"de-latn-de", "de-DE"}} {
		rules := []routing.Rule{clause("language", same[0]), clause("language", same[1])}
		for i := range rules {
			rules[i].ID, rules[i].Percentage = same[i], routing.Percent(10)
		}
		prepared, err := routing.Prepare(rules, nil, nil)
		if err != nil || prepared[0].Split != prepared[1].Split {
			t.Errorf("%q: %v, %v", same, prepared, err)
		}
	}
}

func TestOfferedLanguagesAreFoundByAllTheirNames(t *testing.T) {
	offered := []string{"no", "zh-TW", "zh", "he", "sr-Latn", "pt-BR"}
	for header, want := range map[string]string{
		"nb-NO": "no", "nn": "no", "zh-Hant-TW,en": "zh-TW", "zh-Hant-HK": "zh", "zh-CN": "zh", "iw-IL": "he",
		"sh": "sr-Latn", "sr-RS": "", "pt": "", "pt-Latn-BR": "pt-BR", "": "", "-no": "", "no-": "", "no-" + strings.Repeat("a-", 40): "no",
	} {
		v := &routing.Visit{Header: http.Header{"Accept-Language": {header}}}
		if got := v.Language(offered...); got != want {
			t.Errorf("%q gets %q, want %q", header, got, want)
		}
	}
}

// TestRouteComparesLanguagesWithoutAllocating has visitors of every way to compare.
func TestRouteComparesLanguagesWithoutAllocating(t *testing.T) {
	table := compiled(t, clause("language", "zh-TW,zh-Hant-HK,sr-Latn,es-419,no,fr"))
	for _, visitor := range []string{"zh-Hant-HK,zh;q=0.9", "zh-Hant", "sr-ME", "es-MX", "nn-NO", "de-AT-1996-x-y", "fil-PH", "*"} {
		header := http.Header{"Accept-Language": {visitor}}
		v := new(routing.Visit)
		if n := testing.AllocsPerRun(100, func() { *v = routing.Visit{Header: header}; table.Route(v) }); n != 0 {
			t.Errorf("%s: %v allocations", visitor, n)
		}
	}
}

// TestLanguageComparesOffersWithoutAllocating is for pages that answer floods of
// unknown codes.
func TestLanguageComparesOffersWithoutAllocating(t *testing.T) {
	offered := []string{"de", "en", "es", "fr", "pt-BR", "no"}
	v := &routing.Visit{Header: http.Header{"Accept-Language": {"zh-Hant-HK, nb-NO;q=0.9, pt-Latn-BR;q=0.8"}}}
	if n := testing.AllocsPerRun(100, func() { v.Language(offered...) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestEveryLanguageIsFoundByItself tries languages that x/text knows, with regions and
// scripts.
func TestEveryLanguageIsFoundByItself(t *testing.T) {
	for i, base := range language.Supported.BaseLanguages() {
		if len(base.String()) > 2 && i%20 > 0 { // some of thousands
			continue
		}
		for _, rest := range []string{"", "-DE", "-Latn", "-Cyrl-MX"} {
			tag := base.String() + rest
			if !speaks(t, tag, tag) || !speaks(t, base.String(), tag) {
				t.Errorf("%s is not found", tag)
			}
		}
	}
}

func FuzzLanguageMatch(f *testing.F) {
	f.Add("zh-TW", "zh-Hant-TW")
	f.Add("sr-Latn-x-a", "sh-RS")
	f.Add("i-klingon", "tlh-1996-u-ca")
	f.Fuzz(func(t *testing.T, rule, visitor string) {
		table, err := routing.Compile([]routing.Rule{{Clauses: []routing.Clause{{Condition: "language", Value: rule}}}}, nil)
		if err != nil || strings.EqualFold(rule, routing.Unknown) {
			return
		}
		prefers := func(tag string) bool {
			return table.Route(&routing.Visit{Header: http.Header{"Accept-Language": {tag}}}).Rule == 0
		}
		prefers(visitor)
		if tag := strings.TrimSpace(rule); !strings.ContainsAny(rule, ",\"") && len(tag) <= 33 && (!prefers(tag) || !prefers(tag+"-x")) {
			t.Fatalf("%q does not match itself", rule)
		}
	})
}
