package routing

// Explanation says how a table comes to its decision about a visit. All rules
// are tried, also those after the one that takes the visit.
type Explanation struct {
	// Rule is the index of the rule that takes the visit, or -1.
	Rule int `json:"rule"`
	// ID is the id of that rule, empty when there is none.
	ID string `json:"id,omitempty"`
	// Rules are the table's rules, in order.
	Rules []RuleTrace `json:"rules"`
}

// RuleTrace says whether a rule matches a visit.
type RuleTrace struct {
	// ID is the rule's id.
	ID string `json:"id,omitempty"`
	// Clauses are the rule's clauses, in order.
	Clauses []ClauseTrace `json:"clauses"`
	// Share is the rule's share, nil when it takes all whom its clauses match.
	Share *ShareTrace `json:"share,omitempty"`
	// Destination is the rule's destination as written.
	Destination string `json:"destination,omitempty"`
	// Matches says that all clauses match and the share takes the visitor. The
	// first such rule decides.
	Matches bool `json:"matches"`
}

// ClauseTrace says whether a clause matches a visit.
type ClauseTrace struct {
	Clause
	// Fact is what the clause saw, as in "US", "unknown" or "14:05 Asia/Tokyo".
	Fact string `json:"fact,omitempty"`
	// Matches is the clause's verdict, negation included.
	Matches bool `json:"matches"`
}

// ShareTrace says whether a share takes a visitor: From ≤ U < To.
type ShareTrace struct {
	// Split is the id of the split.
	Split string `json:"split"`
	// U is the visitor's number in the split, at least 0 and below 100.
	U float64 `json:"u"`
	// From is where the share begins, in percent.
	From float64 `json:"from"`
	// To is where the share ends, in percent.
	To float64 `json:"to"`
	// Matches says that the share takes the visitor.
	Matches bool `json:"matches"`
}

// Explain compiles the rules as [Compile] does and tries each of them on the
// visit. The decision is the one of [Table.Route]. Errors are those of Compile.
func Explain(rules []Rule, v *Visit, opts *Options) (Explanation, error) {
	t, err := Compile(rules, opts)
	if err != nil {
		return Explanation{}, err
	}
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
		trace.Clauses = append(trace.Clauses, ClauseTrace{r.Clauses[i], test.fact(v), matches})
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
