package routing

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// The bounds of a table. A visit has to pass it while a visitor waits.
const (
	// MaxRules is how many rules a table can have.
	MaxRules = 1000

	maxClauses = 20   // clauses of a rule
	maxValue   = 2000 // bytes of a clause's value
)

// Options are what rules need to know of the world around them.
type Options struct {
	// Timezone is the IANA zone of time clauses whose rule names none.
	// Defaults to UTC.
	Timezone string
	// SplitKey keys the percentage splits. The zero key works and is the same
	// everywhere.
	SplitKey [32]byte
	// Conditions are the host application's own, beside the built-in ones.
	// Defaults to none.
	Conditions []Condition
}

// Compile checks rules and returns them as a table. nil options mean the
// defaults.
//
// Errors are joined; each is a [*FieldError] that names the field, and the id
// of the rule where it has one. A clause is named as [Rule.MarshalJSON] writes
// it: "rules[2].value" in a rule with one clause that is not negated, and
// "rules[2].clauses[0].value" in any other. Destinations are not checked.
//
// Rules must carry the split that [Prepare] gave them. Where a whole split
// carries none its clauses stand in for the id, so that a rule set written in
// a test compiles as it is.
//
// Time zones come from the host's zone database; a program that runs where
// there may be none imports time/tzdata.
func Compile(rules []Rule, opts *Options) (*Table, error) {
	if opts == nil {
		opts = &Options{}
	}
	if len(rules) > MaxRules {
		return nil, &FieldError{"rules", fmt.Sprintf("has %d rules, the most is %d", len(rules), MaxRules)}
	}
	c := newCompiler(opts)
	c.table.rules = make([]entry, len(rules))
	for i := range rules {
		c.add(i, &rules[i])
	}
	c.divide(rules)
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return c.table, nil
}

// compiler holds what the rules of one table share while they are compiled.
type compiler struct {
	table    *Table
	words    vocabulary
	zones    map[string]*time.Location
	fallback *time.Location
	ids      map[string]int
	listed   bool // the conditions, in an error
	errs     []error
}

func newCompiler(opts *Options) *compiler {
	c := &compiler{
		table: &Table{key: opts.SplitKey},
		words: newVocabulary(),
		zones: map[string]*time.Location{"": time.UTC},
		ids:   map[string]int{},
	}
	c.extend(opts.Conditions)
	zone, err := c.zone(opts.Timezone)
	if err != nil {
		c.errs = append(c.errs, &FieldError{"timezone", err.Error()})
	}
	c.fallback = zone
	return c
}

// add compiles one rule but for its share.
func (c *compiler) add(i int, r *Rule) {
	if first, taken := c.ids[r.ID]; taken && r.ID != "" {
		c.fail(i, r, "id", fmt.Errorf("is the id of rules[%d] too", first))
	}
	c.ids[r.ID] = i
	if len(r.Clauses) > maxClauses {
		c.fail(i, r, "clauses", fmt.Errorf("has %d clauses, the most is %d", len(r.Clauses), maxClauses))
		return
	}
	zone := c.fallback
	if r.Timezone != "" {
		var err error
		if zone, err = c.zone(r.Timezone); err != nil {
			c.fail(i, r, "timezone", err)
		}
	}
	e := &c.table.rules[i]
	e.split = -1
	e.tests = make([]test, 0, len(r.Clauses))
	for j := range r.Clauses {
		if t, ok := c.clause(i, j, r, zone); ok {
			e.tests = append(e.tests, t)
		}
	}
}

// clause compiles one clause of a rule.
func (c *compiler) clause(i, j int, r *Rule, zone *time.Location) (test, bool) {
	path, clause := "", r.Clauses[j]
	if len(r.Clauses) > 1 || !clause.isShort() {
		path = "clauses[" + strconv.Itoa(j) + "]."
	}
	condition, known := c.words[clause.Condition]
	if !known {
		c.fail(i, r, path+"condition", c.unknown(clause.Condition))
		return test{}, false
	}
	if clause.Condition == percentage && clause.Not {
		c.fail(i, r, path+"not", errors.New("percentage cannot be negated"))
	}
	if clause.Condition == percentage && r.Percentage == nil {
		c.fail(i, r, "percentage", errors.New("is missing"))
	}
	m, err := condition.test(clause.Value, zone)
	if err != nil {
		c.fail(i, r, path+"value", err)
		return test{}, false
	}
	return test{m, clause.Not}, true
}

// unknown says that there is no such condition, and the first time which there
// are.
func (c *compiler) unknown(condition string) error {
	if c.listed {
		return fmt.Errorf("%q is not a condition", condition)
	}
	c.listed = true
	return fmt.Errorf("%q is not a condition, it takes %s", condition, c.words.names())
}

// zone loads an IANA zone once per table, so that equal zones are one pointer.
func (c *compiler) zone(name string) (*time.Location, error) {
	if zone, ok := c.zones[name]; ok {
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // the machine's zone is nobody's choice
		return nil, fmt.Errorf("%q is not a known IANA time zone", name)
	}
	c.zones[name] = zone
	return zone, nil
}

// fail notes what is wrong with a field of a rule.
func (c *compiler) fail(i int, r *Rule, field string, err error) {
	reason := err.Error()
	if r.ID != "" {
		reason += fmt.Sprintf(" (rule %q)", r.ID)
	}
	c.errs = append(c.errs, &FieldError{fmt.Sprintf("rules[%d].%s", i, field), reason})
}
