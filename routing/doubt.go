package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// maxDoubts limits the warnings about entries of one call.
const maxDoubts = 100

// doubts returns a warning for each entry of a rule's lists that no visit has.
func (words vocabulary) doubts(i int, r *Rule, opts *Options) (warnings []Warning) {
	for j, clause := range r.Clauses {
		doubt := words[clause.Condition].doubt
		if doubt == nil || opts != nil && opts.OwnAgents && (clause.Condition == "os" || clause.Condition == "browser") {
			continue
		}
		entries, err := list(clause.Value)
		if err != nil {
			continue // Compile has refused it
		}
		for _, entry := range entries {
			if strings.EqualFold(entry, Unknown) && clause.Condition != "referer" {
				continue
			}
			if reason := doubt(entry); reason != "" {
				field := fmt.Sprintf("rules[%d].%svalue", i, r.clausePath(j))
				warnings = append(warnings, Warning{Rule: i, ID: r.ID, CoveredBy: -1, Field: field, Reason: reason})
			}
		}
	}
	return warnings
}

func doubtOS(entry string) string { return doubtName(entry, "system", systemNames()) }

func doubtBrowser(entry string) string { return doubtName(entry, "browser", browserNames()) }

// doubtName doubts a name that package useragent does not use.
func doubtName(entry, kind string, names []string) string {
	if slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, entry) }) {
		return ""
	}
	if name := nearest(entry, names); name != "" {
		return fmt.Sprintf("%q matches no visit; the %s is called %s", entry, kind, name)
	}
	return fmt.Sprintf("%q matches no visit; a %s is called one of %s", entry, kind, strings.Join(names, ", "))
}

// doubtLanguage doubts a tag with a part that no registry has.
func doubtLanguage(entry string) string {
	_, err := language.Parse(entry)
	base, _ := cutSubtag(entry)
	hint := "a tag such as fr or pt-BR"
	switch name := strings.ToLower(entry); {
	case name == "zh-chs": // names that Windows once had
		hint = "zh-Hans"
	case name == "zh-cht":
		hint = "zh-Hant"
	case err == nil:
		return ""
	default:
		hint = cmp.Or(spokenIn(base), hint)
	}
	return fmt.Sprintf("%q is not a language, so it matches no visit; use %s", entry, hint)
}

// spokenIn returns the language that is mostly spoken in a country that was written
// for a language, or "".
func spokenIn(code string) string {
	if _, err := language.ParseBase(code); err == nil {
		return ""
	}
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 {
		return ""
	}
	anything, _ := language.Raw.Compose(region)
	base, _ := anything.Base()
	return base.String()
}

// doubtReferer doubts a word that is only a domain's last label.
func doubtReferer(entry string) string {
	name := strings.ToLower(strings.TrimSuffix(entry, "."))
	if name == Direct || name == "localhost" || isTopLevel(name) || strings.Contains(name, ".") {
		return ""
	}
	switch name {
	case "none", "empty", "null", "nil", Unknown, "no":
		return fmt.Sprintf("%q is not a domain that visits come from; use direct for those that no page led to", entry)
	}
	return fmt.Sprintf("%q has no dot, so only hosts that end in .%s match; use a domain such as %s.com", entry, name, name)
}

// isTopLevel reports whether a name is a usual top-level domain. Those of countries
// have two letters.
func isTopLevel(name string) bool {
	switch name {
	case "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "app", "dev", "onion", "internal", "local":
		return true
	default:
		return len(name) == 2
	}
}

// doubtCity doubts what cannot be the English name of a city.
func doubtCity(entry string) string {
	isForeign := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
	switch {
	case strings.ContainsFunc(entry, isForeign):
		return fmt.Sprintf("%q is not written in Latin letters, so it matches no visit; use the city's English name, such as Munich", entry)
	case !strings.ContainsFunc(entry, unicode.IsLetter):
		return fmt.Sprintf("%q has no letters, so it matches no visit; use the city's English name, such as Munich", entry)
	case len(entry) > maxFact:
		return fmt.Sprintf("a name of %d bytes matches no visit, the longest has %d", len(entry), maxFact)
	default:
		return ""
	}
}
