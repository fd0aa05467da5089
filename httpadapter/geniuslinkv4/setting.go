package geniuslinkv4

import "github.com/linkpack/linkpack-go/linkpack"

// settingOf says in one word what a link does, as the API names it.
func settingOf(link *linkpack.Link) string {
	switch {
	case len(link.Scripts) > 0:
		return "Interstitial"
	case len(link.Rules) == 0:
		return "Simple"
	case onlyShares(link):
		return "Split"
	default:
		return "Advanced"
	}
}

// onlyShares reports whether the rules of a link only share its visitors.
func onlyShares(link *linkpack.Link) bool {
	for _, rule := range link.Rules {
		if len(rule.Clauses) > 0 || rule.Percentage == nil {
			return false
		}
	}
	return true
}
