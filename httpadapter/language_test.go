package httpadapter

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// accepting is the header of a request.
func accepting(languages string) http.Header { return http.Header{"Accept-Language": {languages}} }

func TestPreferredLanguage(t *testing.T) {
	known := []string{"en", "de", "fr", "pt-br"}
	for header, want := range map[string]string{
		"":                                  "en",
		"de":                                "de",
		"DE":                                "de",
		"de-AT":                             "de",
		"de-Latn-AT-1901":                   "de",
		"fr;q=0.4, de;q=0.8":                "de",
		"fr, de":                            "fr",
		"xx, de;q=0.1":                      "de",
		"de;q=0, fr;q=0.1":                  "fr",
		"de;q=0":                            "en",
		"pt-BR":                             "pt-br",
		"pt":                                "en",
		"*":                                 "en",
		"de;q=2":                            "en",
		"de;q=NaN":                          "en",
		"de;q=x, fr;q=0.2":                  "fr",
		"de; Q=0.5 , fr; q=0.6":             "fr",
		"den":                               "en",
		",,;;-,-de,--":                      "en",
		strings.Repeat("xx,", 1000) + "de":  "en",
		strings.Repeat("a-", 50_000) + "de": "en",
	} {
		if got := preferred(accepting(header), known); got != want {
			t.Errorf("%.40q: language is %s, want %s", header, got, want)
		}
	}
}

// A tag is compared with each language once, so a long one costs little.
func TestATagWithoutEndIsReadAtOnce(t *testing.T) {
	known := []string{"en", "de"}
	for i := range 50 {
		known = append(known, fmt.Sprintf("x%d", i))
	}
	start := time.Now()
	if got := preferred(accepting("de"+strings.Repeat("-a", 1_000_000)), known); got != "de" {
		t.Errorf("language is %s", got)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it takes %v", took)
	}
}

func FuzzPreferredLanguage(f *testing.F) {
	for _, seed := range []string{"", "de-AT,de;q=0.9,en;q=0.8", "*;q=0.1", "de;q=", ";;,,", "q=1"} {
		f.Add(seed)
	}
	known := []string{"en", "de"}
	f.Fuzz(func(t *testing.T, header string) {
		if got := preferred(accepting(header), known); !slices.Contains(known, got) {
			t.Errorf("language is %q", got)
		}
	})
}
