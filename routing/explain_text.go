package routing

import (
	"fmt"
	"strings"
)

// String returns a line for each rule that says whether and why it matches, for a
// log or a failed test.
func (e Explanation) String() string {
	if len(e.Rules) == 0 {
		return "there are no rules"
	}
	lines := make([]string, len(e.Rules))
	for i, rule := range e.Rules {
		lines[i] = fmt.Sprintf("rule %d %s", i, rule.text())
		if i == e.Rule {
			lines[i] += " → " + rule.Destination
		}
	}
	return strings.Join(lines, "\n")
}

// text returns the result of the rule and of each of its clauses.
func (t RuleTrace) text() string {
	parts := make([]string, 0, len(t.Clauses)+1)
	for _, clause := range t.Clauses {
		parts = append(parts, clause.text())
	}
	if t.Share != nil {
		parts = append(parts, t.Share.text())
	}
	if len(parts) == 0 {
		parts = []string{"takes everybody"}
	}
	return fmt.Sprintf("%q: %s (%s)", t.ID, verdict(t.Matches, t.Unknown), strings.Join(parts, "; "))
}

// text returns the clause, what it was compared with and the result.
func (t ClauseTrace) text() string {
	var b strings.Builder
	if t.Not {
		b.WriteString("not ")
	}
	b.WriteString(t.Condition)
	if t.Value != "" {
		fmt.Fprintf(&b, " %q", t.Value)
	}
	if t.Fact != "" {
		fmt.Fprintf(&b, " saw %q", t.Fact)
	}
	return b.String() + ": " + verdict(t.Matches, t.Unknown)
}

// text returns the share, the visitor's number and the result.
func (t ShareTrace) text() string {
	return fmt.Sprintf("share from %v to %v, visitor at %.3f: %s", t.From, t.To, t.U, verdict(t.Matches, t.Unknown))
}

// verdict says whether something matches.
func verdict(matches, unknown bool) string {
	switch {
	case unknown:
		return Unknown
	case matches:
		return "yes"
	}
	return "no"
}
