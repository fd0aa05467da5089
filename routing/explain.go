package routing

// Explanation tells why a visit goes where it goes. It has all rules, also those
// after the one that takes the visit.
type Explanation struct {
	// Rule is the index of the rule that takes the visit, or -1.
	Rule int `json:"rule"`
	// ID is the id of that rule, empty when there is none.
	ID string `json:"id,omitempty"`
	// Rules are all rules, in order.
	Rules []RuleTrace `json:"rules"`
}

// RuleTrace is the result of trying a rule on a visit.
type RuleTrace struct {
	// ID is the rule's id.
	ID string `json:"id,omitempty"`
	// Clauses are the rule's clauses, in order.
	Clauses []ClauseTrace `json:"clauses"`
	// Share is the rule's share, nil when the rule has no percentage.
	Share *ShareTrace `json:"share,omitempty"`
	// Destination is the rule's destination as written.
	Destination string `json:"destination,omitempty"`
	// Matches says that all clauses match and the share takes the visitor. The
	// first rule that matches takes the visit.
	Matches bool `json:"matches"`
	// Unknown says that it is not known whether the rule matches; see [ExplainStored].
	Unknown bool `json:"unknown,omitempty"`
}

// ClauseTrace is the result of trying a clause on a visit.
type ClauseTrace struct {
	Clause
	// Fact is what the clause was compared with, such as "US", "unknown" or
	// "14:05 Asia/Tokyo".
	Fact string `json:"fact,omitempty"`
	// Matches says that the clause matches, after negation.
	Matches bool `json:"matches"`
	// Unknown says that it is not known whether the clause matches; see
	// [ExplainStored]. Then Fact is "unknown".
	Unknown bool `json:"unknown,omitempty"`
}

// ShareTrace is the result of trying a share on a visitor. The share takes the
// visitor if From ≤ U < To.
type ShareTrace struct {
	// Split is the id of the split.
	Split string `json:"split"`
	// U is the visitor's number in the split, from 0 to below 100.
	U float64 `json:"u"`
	// From is the lower bound of the share in percent, inclusive.
	From float64 `json:"from"`
	// To is the upper bound of the share in percent, exclusive.
	To float64 `json:"to"`
	// Matches says that the share takes the visitor.
	Matches bool `json:"matches"`
	// Unknown says that it is not known whether the share takes the visitor; see
	// [ExplainStored].
	Unknown bool `json:"unknown,omitempty"`
}

// Explain tries every rule on the visit and tells what each clause was compared
// with. The decision is always that of [Table.Route]. It compiles the rules
// first, so it is for support and tests rather than for each visit. nil options
// mean the defaults. Errors are those of [Compile].
func Explain(rules []Rule, v *Visit, opts *Options) (Explanation, error) {
	t, err := Compile(rules, opts)
	if err != nil {
		return Explanation{}, err
	}
	outer := v.enter()
	defer t.index.leave(v, outer)
	explanation := Explanation{Rule: -1, Rules: []RuleTrace{}}
	for i := range rules {
		trace := t.trace(&rules[i], &t.rules[i], v)
		explanation.Rules = append(explanation.Rules, trace)
		if trace.Matches && explanation.Rule < 0 {
			explanation.Rule, explanation.ID = i, trace.ID
		}
	}
	return explanation, nil
}

// trace tries one rule.
func (t *Table) trace(r *Rule, e *entry, v *Visit) RuleTrace {
	trace := RuleTrace{ID: r.ID, Clauses: []ClauseTrace{}, Destination: r.Destination, Matches: true}
	for i, test := range e.tests {
		matches := test.match(v) != test.not
		trace.Clauses = append(trace.Clauses, ClauseTrace{Clause: r.Clauses[i], Fact: test.fact(v), Matches: matches})
		trace.Matches = trace.Matches && matches
	}
	if e.split >= 0 {
		draw := newDraw(int(e.split), t.number(v, int(e.split)))
		trace.Share = &ShareTrace{
			Split: t.splits[e.split], U: draw.U,
			From: float64(e.from) / (whole / 100), To: float64(e.to) / (whole / 100),
			Matches: e.takes(draw.point),
		}
		trace.Matches = trace.Matches && trace.Share.Matches
	}
	return trace
}
