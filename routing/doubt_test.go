package routing_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// doubted are the reasons of the warnings about entries of a clause.
func doubted(t *testing.T, c routing.Clause, opts *routing.Options) (reasons []string) {
	t.Helper()
	warnings, err := routing.Warnings([]routing.Rule{{ID: "x", Clauses: []routing.Clause{c}}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		if w.Field != "rules[0].value" || w.CoveredBy != -1 || w.Rule != 0 || w.ID != "x" {
			t.Errorf("warned %+v", w)
		}
		reasons = append(reasons, w.Reason)
	}
	return reasons
}

func TestAnEntryThatNoVisitHasIsReported(t *testing.T) {
	for _, c := range []struct{ condition, entry, reason string }{
		{"os", "Windows 11", `"Windows 11" matches no visit; the system is called Windows`},
		{"os", "win10", `"win10" matches no visit; the system is called Windows`},
		{"os", "Mac OS X", `"Mac OS X" matches no visit; the system is called macOS`},
		{"os", "OS X", `"OS X" matches no visit; the system is called macOS`},
		{"os", "iPhone", `"iPhone" matches no visit; the system is called iOS`},
		{"os", "iPadOS", `"iPadOS" matches no visit; the system is called iOS`},
		{"os", "HarmonieOS", `"HarmonieOS" matches no visit; the system is called HarmonyOS`},
		{"os", "Chrome OS", `"Chrome OS" matches no visit; the system is called ChromeOS`},
		{"os", "Ubuntu", `"Ubuntu" matches no visit; the system is called Linux`},
		{"os", "Chrome", `"Chrome" matches no visit; the system is called ChromeOS`},
		{"os", "VAX", `"VAX" matches no visit; a system is called one of Android, BlackBerry,`},
		{"browser", "IE", `"IE" matches no visit; the browser is called Internet Explorer`},
		{"browser", "MSIE 11", `"MSIE 11" matches no visit; the browser is called Internet Explorer`},
		{"browser", "Google Chrome", `"Google Chrome" matches no visit; the browser is called Chrome`},
		{"browser", "Microsoft Edge", `"Microsoft Edge" matches no visit; the browser is called Edge`},
		{"browser", "Mobile Safari", `"Mobile Safari" matches no visit; the browser is called Safari`},
		{"browser", "Samsung", `"Samsung" matches no visit; the browser is called Samsung Internet`},
		{"browser", "Opera Mini", `"Opera Mini" matches no visit; the browser is called Opera`},
		{"browser", "Fierfox", `"Fierfox" matches no visit; the browser is called Firefox`},
		{"browser", "Netscape", `"Netscape" matches no visit; a browser is called one of Android Browser,`},
		{"language", "english", `"english" is not a language, so it matches no visit; use a tag such as fr or pt-BR`},
		{"language", "jp", `"jp" is not a language, so it matches no visit; use ja`},
		{"language", "cz", `"cz" is not a language, so it matches no visit; use cs`},
		{"language", "cn", `"cn" is not a language, so it matches no visit; use zh`},
		{"language", "dk", `"dk" is not a language, so it matches no visit; use da`},
		{"language", "en-EN", `"en-EN" is not a language, so it matches no visit; use a tag`},
		{"language", "zh-CHT", `"zh-CHT" is not a language, so it matches no visit; use zh-Hant`},
		{"referer", "google", `"google" has no dot, so only hosts that end in .google match; use a domain such as google.com`},
		{"referer", "Facebook", `"Facebook" has no dot, so only hosts that end in .facebook match; use a domain such as facebook.com`},
		{"referer", "none", `"none" is not a domain that visits come from; use direct for those that no page led to`},
		{"referer", "unknown", `"unknown" is not a domain that visits come from; use direct`},
		{"city", "東京", `"東京" is not written in Latin letters, so it matches no visit; use the city's English name`},
		{"city", "Москва", `"Москва" is not written in Latin letters, so it matches no visit`},
		{"city", "80331", `"80331" has no letters, so it matches no visit; use the city's English name`},
		{"city", strings.Repeat("x", 201), `a name of 201 bytes matches no visit, the longest has 200`},
	} {
		got := doubted(t, routing.Clause{Condition: c.condition, Value: c.entry}, nil)
		if len(got) != 1 || !strings.HasPrefix(got[0], c.reason) {
			t.Errorf("%s %s: warned %q", c.condition, c.entry, got)
		}
	}
}

func TestAnEntryThatAVisitMayHaveIsNotReported(t *testing.T) {
	for condition, value := range map[string]string{
		"os":       "Windows,windows phone,IOS,macos,Unknown,webOS",
		"browser":  "Internet Explorer,chrome,SAFARI,unknown,line,UC Browser",
		"language": "fr,pt-BR,iw,zh-Hant-HK,es-419,x-own,i-klingon,en-UK,unknown,sr-Latn,fil,haw,de-1996",
		"referer":  "google.com,direct,com,de,localhost,com.google.android.gm,org.,t.co,192.0.2.7",
		"city":     "Munich,São Paulo,Zürich,unknown,Saint-Denis,'s-Hertogenbosch",
		"geo":      "US,unknown",
		"query":    "os=Windows 11",
	} {
		if got := doubted(t, routing.Clause{Condition: condition, Value: value}, nil); len(got) != 0 {
			t.Errorf("%s: warned %q", condition, got)
		}
	}
}

func TestAHostsOwnNamesAreNotReported(t *testing.T) {
	for _, c := range []routing.Clause{routing.OS("Windows 11"), routing.Browser("IE")} {
		if got := doubted(t, c, &routing.Options{OwnAgents: true}); len(got) != 0 {
			t.Errorf("%v: warned %q", c, got)
		}
	}
	if got := doubted(t, routing.Language("english"), &routing.Options{OwnAgents: true}); len(got) != 1 {
		t.Errorf("a language: warned %q", got)
	}
}

func TestTheFieldOfAnEntryIsNamed(t *testing.T) {
	rules := []routing.Rule{{ID: "a"}, {ID: "b", Clauses: []routing.Clause{routing.Country("US"), routing.Not(routing.Browser("Chrome", "IE"))}}}
	got, err := routing.Warnings(rules, nil)
	const want = `rules[1].clauses[1].value: "IE" matches no visit; the browser is called Internet Explorer (rule "b")`
	if err != nil || len(got) != 2 || got[0].String() != want || got[1].CoveredByID != "a" {
		t.Errorf("warned %v, %v", got, err)
	}
}

func TestWarningsOfEntriesAreBounded(t *testing.T) {
	got, err := routing.Warnings(lists("os", 50, 100, strconv.Itoa), nil)
	if err != nil || len(got) != 100 {
		t.Errorf("%d warnings, %v", len(got), err)
	}
}

// TestTheNamesOfPackageUseragentAreKnown reads them from its source, where they are
// the only texts.
func TestTheNamesOfPackageUseragentAreKnown(t *testing.T) {
	for file, condition := range map[string]string{"os.go": "os", "browser.go": "browser"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "useragent/"+file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		names := 0
		for _, declaration := range parsed.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok && general.Tok == token.IMPORT {
				continue
			}
			ast.Inspect(declaration, func(n ast.Node) bool {
				literal, ok := n.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING || literal.Value == `""` {
					return true
				}
				name, _ := strconv.Unquote(literal.Value)
				names++
				if got := doubted(t, routing.Clause{Condition: condition, Value: name}, nil); len(got) != 0 {
					t.Errorf("%s: warned %q; add the name to families.go", name, got)
				}
				return true
			})
		}
		if names < 10 {
			t.Errorf("%s has %d names", file, names)
		}
	}
}
