package routing

import (
	"strings"

	"golang.org/x/text/language"
)

// includes reports whether a visitor's completed tag has every part of t, by the
// rules of the language condition. It compares two tags without an index, for the
// few languages of a page.
func (t tag) includes(sent tag) bool {
	base := sent.base
	if strings.EqualFold(base, "nn") && strings.EqualFold(t.base, "no") {
		base = t.base
	}
	return t.base != "" && strings.EqualFold(t.base, base) && t.includesScript(sent) && t.includesRegion(sent.region) &&
		isVariety(sent.rest, t.rest)
}

func (t tag) includesScript(sent tag) bool {
	if sent.script != ownScript || t.script == "" {
		return t.script == "" || strings.EqualFold(t.script, sent.script)
	}
	usual, _ := language.Make(t.base).Script()
	return strings.EqualFold(t.script, usual.String())
}

func (t tag) includesRegion(region string) bool {
	if t.region == "" || strings.EqualFold(t.region, region) {
		return true
	}
	group, err := language.ParseRegion(t.region)
	inside, errInside := language.ParseRegion(region)
	return err == nil && errInside == nil && group.Contains(inside)
}
