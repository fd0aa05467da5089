package linkpack

import "github.com/linkpack/linkpack-go/routing"

// warnOfPlaces logs once that rules ask where visitors are and nothing says it. The
// rules are accepted, since visits may bring their place, as those of a CDN do.
func (s *Shortener) warnOfPlaces(rules []routing.Rule) {
	if s.opts.Geo != nil || s.placeWarned.Load() {
		return
	}
	clause, asks := asksForPlace(rules)
	if !asks || s.placeWarned.Swap(true) {
		return
	}
	s.opts.Logger.Warn("a rule asks where visitors are, but Options.Geo is not set, so it matches only visits that bring their place, as by httpadapter.Options.Place",
		"condition", clause.Condition, "value", clause.Value)
}

// asksForPlace returns the first clause that asks for the visitor's place.
func asksForPlace(rules []routing.Rule) (routing.Clause, bool) {
	for _, rule := range rules {
		for _, clause := range rule.Clauses {
			switch clause.Condition {
			case "geo", "continent", "region", "city":
				return clause, true
			}
		}
	}
	return routing.Clause{}, false
}
