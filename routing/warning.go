package routing

import "fmt"

// maxEffort limits the comparisons of one call. A clause costs one, and one more
// for each two bytes of its value if it must be read.
const maxEffort = 5_000_000

// Warning is about a rule that can never be reached, because an earlier rule takes
// every visit that it would match, or about an entry of a rule's list that no visit
// has. It is not an error.
type Warning struct {
	// Rule is the index of the rule.
	Rule int `json:"rule"`
	// ID is the id of that rule.
	ID string `json:"id,omitempty"`
	// CoveredBy is the index of the earlier rule, or -1 if the warning is about an
	// entry.
	CoveredBy int `json:"coveredBy"`
	// CoveredByID is the id of the earlier rule.
	CoveredByID string `json:"coveredById,omitempty"`
	// Field is the value with the entry that no visit has, named as in errors of
	// [Compile]. It is empty if the rule is never reached.
	Field string `json:"field,omitempty"`
	// Reason says why no visit has the entry and, if that is known, what to write
	// instead.
	Reason string `json:"reason,omitempty"`
}

// String returns a sentence that names both rules, or the field and the reason.
func (w Warning) String() string {
	if w.Field != "" {
		return fmt.Sprintf("%s: %s (rule %q)", w.Field, w.Reason, w.ID)
	}
	return fmt.Sprintf("rules[%d] (%q) is never reached: rules[%d] (%q) takes all its visits",
		w.Rule, w.ID, w.CoveredBy, w.CoveredByID)
}

// Warnings returns the rules that are never reached because one earlier rule
// matches whenever they do. The earlier rule must have no share, or be the last of
// shares that add up to 100. Rules that only several earlier rules cover together
// are not found. Rules with a share of 0 are off on purpose and not reported.
//
// It also returns the first 100 entries of os, browser, language, referer and city
// that no visit has: "Windows 11", since the system is Windows, "IE", "english",
// "google" without .com, and cities in other than Latin letters. These come first.
//
// It compiles the rules and compares every two, so call it when rules are saved.
// It stops after about a tenth of a second: 1,000 rules of three short clauses are
// all compared; of more or longer clauses the last may not be. nil options mean
// the defaults. Errors are those of [Compile].
func Warnings(rules []Rule, opts *Options) ([]Warning, error) {
	t, err := Compile(rules, opts)
	if err != nil {
		return nil, err
	}
	warnings := doubtsOf(rules, opts)
	effort := 0
	for i := range rules {
		rule := compared{&t.rules[i], rules[i].Clauses}
		if rule.split >= 0 && rule.from == rule.to {
			continue
		}
		for j := range i {
			covers, cost := compared{&t.rules[j], rules[j].Clauses}.covers(rule)
			if effort += cost; effort > maxEffort {
				return warnings, nil
			}
			if covers {
				warnings = append(warnings, Warning{Rule: i, ID: rules[i].ID, CoveredBy: j, CoveredByID: rules[j].ID})
				break
			}
		}
	}
	return warnings, nil
}

// doubtsOf returns the warnings about entries that no visit has.
func doubtsOf(rules []Rule, opts *Options) (warnings []Warning) {
	words := newVocabulary()
	for i := range rules {
		warnings = append(warnings, words.doubts(i, &rules[i], opts)...)
		if len(warnings) >= maxDoubts {
			return warnings[:maxDoubts]
		}
	}
	return warnings
}

// compared is a compiled rule with its clauses as written.
type compared struct {
	*entry
	clauses []Clause
}

// exhausts reports whether the rule takes every visit that matches its clauses.
func (e *entry) exhausts() bool { return e.split < 0 || e.to == whole }

// covers reports whether e takes every visit that matches the other rule's
// clauses, and the cost of finding out.
func (e compared) covers(other compared) (covers bool, cost int) {
	cost = 1
	if !e.exhausts() {
		return false, cost
	}
	for i := range e.tests {
		implied, more := e.isImplied(i, other)
		if cost += more; !implied {
			return false, cost
		}
	}
	return true, cost
}

// implies reports whether the other test, of the same condition, certainly matches
// whenever t does.
func (t test) implies(other test) bool {
	switch {
	case !t.not && !other.not:
		return other.covers(t.matcher)
	case t.not && other.not:
		return t.covers(other.matcher)
	default:
		return other.not && other.excludes(t.matcher)
	}
}

// isImplied reports whether the i-th clause of e matches whenever some clause of
// the other rule does, and the cost of finding out.
func (e compared) isImplied(i int, other compared) (implied bool, cost int) {
	own, clause := e.tests[i], &e.clauses[i]
	if all, ok := own.matcher.(tautology); ok && !own.not && all.matchesAll() {
		return true, 1
	}
	for j, test := range other.tests {
		cost++
		asked := &other.clauses[j]
		if clause.Condition != asked.Condition {
			continue
		}
		cost += max(len(clause.Value), len(asked.Value)) / 2
		if test.implies(own) {
			return true, cost
		}
	}
	return false, cost
}
