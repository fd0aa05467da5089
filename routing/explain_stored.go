package routing

import (
	"net/netip"
	"strings"
)

// Stored is what was kept of a visit that was routed earlier.
type Stored struct {
	// Visit has the facts that were kept. It has no query, no cookies and of the headers
	// Accept-Language alone. Addr may be the first address of its /24 (IPv4) or /48 (IPv6),
	// and the host of Referer may lack a leading "www.".
	Visit *Visit
	// Rule is the ID of the rule that took the visit. Empty means none.
	Rule string
	// Untried says that no rule was tried, because a gate refused the visit.
	Untried bool
	// Draws are the visitor's numbers in the splits that were tried, by the ID of the
	// split, each rounded down to 0.1.
	Draws map[string]float64
}

// drawStep is the step to which stored draws are rounded down.
const drawStep = 0.1

// ExplainStored tells, like [Explain], why a visit went where it went, from what was kept
// of it. The decision is what was decided: the rule with the ID [Stored.Rule]. A clause or a
// share whose result depends on something that was not kept is Unknown; these are all
// clauses on queries, headers, cookies and the host's own conditions. A rule is Unknown if
// its result depends on such a clause and it was not tried.
func ExplainStored(rules []Rule, s *Stored, opts *Options) (Explanation, error) {
	t, err := Compile(rules, opts)
	if err != nil {
		return Explanation{}, err
	}
	outer := s.Visit.enter()
	defer t.index.leave(s.Visit, outer)
	explanation := Explanation{Rule: -1, Rules: []RuleTrace{}}
	for i := range rules {
		if s.Rule != "" && rules[i].ID == s.Rule {
			explanation.Rule, explanation.ID = i, s.Rule
		}
	}
	for i := range rules {
		trace := t.traceStored(&rules[i], &t.rules[i], s)
		if tried := i <= explanation.Rule || s.Rule == "" && !s.Untried; tried {
			trace.Matches, trace.Unknown = i == explanation.Rule, false
		}
		explanation.Rules = append(explanation.Rules, trace)
	}
	return explanation, nil
}

// traceStored tries one rule.
func (t *Table) traceStored(r *Rule, e *entry, s *Stored) RuleTrace {
	trace := RuleTrace{ID: r.ID, Clauses: []ClauseTrace{}, Destination: r.Destination}
	refused, unknown := false, false
	for i, test := range e.tests {
		clause := t.clauseStored(r.Clauses[i], test, s)
		trace.Clauses = append(trace.Clauses, clause)
		refused, unknown = refused || !clause.Matches && !clause.Unknown, unknown || clause.Unknown
	}
	if e.split >= 0 {
		trace.Share = t.shareStored(e, s, s.Rule != "" && r.ID == s.Rule)
		refused, unknown = refused || !trace.Share.Matches && !trace.Share.Unknown, unknown || trace.Share.Unknown
	}
	trace.Unknown = unknown && !refused
	trace.Matches = !unknown && !refused
	return trace
}

// clauseStored tries one clause.
func (t *Table) clauseStored(c Clause, test test, s *Stored) ClauseTrace {
	matches, known := s.matches(t, c.Condition, test.matcher)
	if !known {
		return ClauseTrace{Clause: c, Fact: Unknown, Unknown: true}
	}
	return ClauseTrace{Clause: c, Fact: test.fact(s.Visit), Matches: matches != test.not}
}

// matches tests a fact, and reports whether the result is known.
func (s *Stored) matches(t *Table, condition string, m matcher) (matches, known bool) {
	switch condition {
	case "query", "header", "cookie":
		return false, false
	case "continent":
		return m.match(s.Visit), s.Visit.Place.Continent != ""
	case "ip":
		return s.inNetworks(m.(networks))
	case "referer":
		return s.isReferredBy(t, m)
	}
	if _, own := m.(*custom); own {
		return false, false
	}
	return m.match(s.Visit), true
}

// inNetworks tests the address, which may be the first of its network. It is the whole
// address if it is not.
func (s *Stored) inNetworks(n networks) (matches, known bool) {
	addr := s.Visit.Addr.Unmap().WithZone("")
	if !addr.IsValid() {
		return false, false
	}
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	if all := netip.PrefixFrom(addr, bits); all.Masked().Addr() == addr {
		return n.has(all), n.has(all) || n.excludes(networks{all})
	}
	return n.match(s.Visit), true
}

// isReferredBy tests the host of the Referer, with "www." and without.
func (s *Stored) isReferredBy(t *Table, m matcher) (matches, known bool) {
	matches = m.match(s.Visit)
	host := s.Visit.RefererHost()
	if host == "" || strings.HasPrefix(strings.ToLower(host), "www.") || strings.Contains(host, ":") {
		return matches, true
	}
	other := &Visit{Referer: "https://www." + host + "/"}
	outer := other.enter()
	defer t.index.leave(other, outer)
	return matches, m.match(other) == matches
}

// shareStored tries a share. taken says that the rule took the visit.
func (t *Table) shareStored(e *entry, s *Stored, taken bool) *ShareTrace {
	const rounding = 1e-9
	u, drawn := s.Draws[t.splits[e.split]]
	trace := &ShareTrace{Split: t.splits[e.split], U: u, From: float64(e.from) / (whole / 100), To: float64(e.to) / (whole / 100)}
	inside := trace.From <= u+rounding && u+drawStep <= trace.To+rounding
	outside := u+drawStep <= trace.From+rounding || trace.To <= u+rounding
	trace.Matches = taken || drawn && inside
	trace.Unknown = !taken && (!drawn || !inside && !outside)
	return trace
}
