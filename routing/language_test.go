package routing_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestLanguageIsTheOneThatIsPreferred(t *testing.T) {
	for header, want := range map[string]string{
		"":                                "",
		"de":                              "de",
		" de-CH , fr;q=0.9":               "de-CH",
		"fr;q=0.9,de":                     "de",
		"fr;q=0.9,de;q=0.9":               "fr",
		"fr;q=0.001,*;q=1":                "fr",
		"fr;q=0":                          "",
		"fr;q=0.000,de;Q=1.000":           "de",
		"fr;q=1.001,de;q=.5,es;q=1,pt":    "es",
		"fr;q=,de;q=0.,es;q=0.1.":         "",
		"1a,a1,toolonglanguage,-,a-,-a":   "",
		"zh-Hant-TW,i-klingon":            "zh-Hant-TW",
		"a-1234567-abcdefgh-12345678-xyz": "a-1234567-abcdefgh-12345678-xyz",
		"é,\xff,\x00,<b>":                 "",
		strings.Repeat("*,", 63) + "fr":   "fr",
		strings.Repeat("*,", 64) + "fr":   "",
	} {
		v := &routing.Visit{Header: http.Header{"Accept-Language": {header}}}
		if got := v.Language(); got != want {
			t.Errorf("%.40q prefers %q, want %q", header, got, want)
		}
	}
}

func TestLanguageReadsEveryLineOfTheHeader(t *testing.T) {
	v := &routing.Visit{Header: http.Header{"Accept-Language": {"fr;q=0.5", "de;q=0.6, es;q=0.4"}}}
	if got := v.Language(); got != "de" {
		t.Errorf("prefers %q", got)
	}
}

func TestLanguageIsTheOfferedOneThatIsPreferred(t *testing.T) {
	offered := []string{"en", "pt", "pt-BR", "de"}
	for header, want := range map[string]string{
		"":                               "",
		"fr,es":                          "",
		"fr,de;q=0.2,en;q=0.3":           "en",
		"DE-AT-1901":                     "de",
		"pt-br-x-y,en":                   "pt-BR",
		"pt-PT":                          "pt",
		"den,*;q=0.9,de;q=0":             "",
		"de" + strings.Repeat("-a", 100): "de",
	} {
		v := &routing.Visit{Header: http.Header{"Accept-Language": {header}}}
		if got := v.Language(offered...); got != want {
			t.Errorf("%.40q prefers %q, want %q", header, got, want)
		}
	}
	v := &routing.Visit{Header: http.Header{"Accept-Language": {"fr, de"}}}
	if v.Language(offered...) != "de" || v.Language() != "fr" || v.Language("de") != "de" {
		t.Error("an answer depends on those before it")
	}
}

var tag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

func FuzzLanguage(f *testing.F) {
	f.Add("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5")
	f.Add("a;q=0.1234, b;q=2, c; q=1")
	f.Add(",;,-;q==")
	f.Fuzz(func(t *testing.T, header string) {
		v := &routing.Visit{Header: http.Header{"Accept-Language": {header}}}
		got := v.Language()
		if got == "" {
			return
		}
		if len(got) > 35 || !tag.MatchString(got) || !strings.Contains(header, got) {
			t.Fatalf("%q prefers %q", header, got)
		}
	})
}
