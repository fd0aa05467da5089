package routing

import "fmt"

// maxEffort is how many clauses are compared for the warnings of one table.
const maxEffort = 10_000_000

// Warning says that a rule can never be reached, because an earlier rule takes
// every visit that it would match. Such a rule is no error.
type Warning struct {
	// Rule is the index of the rule that is never reached.
	Rule int `json:"rule"`
	// ID is the id of that rule.
	ID string `json:"id,omitempty"`
	// CoveredBy is the index of the earlier rule.
	CoveredBy int `json:"coveredBy"`
	// CoveredByID is the id of the earlier rule.
	CoveredByID string `json:"coveredById,omitempty"`
}

// String returns the warning as a sentence with both ids.
func (w Warning) String() string {
	return fmt.Sprintf("rules[%d] (%q) is never reached, rules[%d] (%q) takes all its visits",
		w.Rule, w.ID, w.CoveredBy, w.CoveredByID)
}

// Warnings returns the rules that can be seen to be never reached: those whose
// clauses all ask for the same as, or for more than, the clauses of one earlier
// rule without a share, or of the last one of shares that add up to 100. Rules
// with a share of 0 are off on purpose and not reported.
//
// It compares every two rules, so it is for the moment a rule set is saved. It
// stops after a tenth of a second's work or so: 1,000 rules of three clauses
// are all compared, of more the last ones may not be.
func (t *Table) Warnings() []Warning {
	if t == nil {
		return nil
	}
	var warnings []Warning
	effort := 0
	for i := range t.rules {
		rule := &t.rules[i]
		if rule.split >= 0 && rule.from == rule.to {
			continue
		}
		for j := range i {
			earlier := &t.rules[j]
			if effort += (len(earlier.tests) + 1) * (len(rule.tests) + 1); effort > maxEffort {
				return warnings
			}
			if earlier.exhausts() && earlier.covers(rule) {
				warnings = append(warnings, Warning{i, rule.source.ID, j, earlier.source.ID})
				break
			}
		}
	}
	return warnings
}

// exhausts reports whether no visit that matches the clauses gets past the
// rule.
func (e *entry) exhausts() bool { return e.split < 0 || e.to == whole }

// covers reports whether every visit that matches the other rule's clauses
// matches those of e.
func (e *entry) covers(other *entry) bool {
	for i := range e.tests {
		if !e.isImplied(i, other) {
			return false
		}
	}
	return true
}

// isImplied reports whether one of the other rule's clauses asks for at least
// as much as the i-th of e.
func (e *entry) isImplied(i int, other *entry) bool {
	own := e.tests[i]
	if _, all := own.matcher.(everyone); all {
		return true
	}
	for j, test := range other.tests {
		same := e.source.Clauses[i].Condition == other.source.Clauses[j].Condition && own.not == test.not
		if same && (own.not && test.covers(own.matcher) || !own.not && own.covers(test.matcher)) {
			return true
		}
	}
	return false
}
