package routing

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Options change how rules are compiled. The zero value has all defaults.
type Options struct {
	// Timezone is the IANA zone of rules that name none. Defaults to UTC.
	Timezone string
	// SplitKey is the store's secret that decides, with a split's id and a
	// visitor's key, which share of the split the visitor gets. Defaults to
	// zeros, which give every store the same splits.
	SplitKey [32]byte
	// OwnAgents says that visits are classified by the host application's own
	// [Classifier]. Its names of systems and browsers are not known, so [Warnings]
	// does not compare those in rules. Defaults to false: the names are those of
	// package useragent.
	OwnAgents bool
	// Conditions are the host application's own conditions, in addition to the
	// built-in ones. Defaults to none.
	Conditions []Condition
}

// Compile checks rules and returns them as a table. nil options mean the
// defaults. Destinations are not checked.
//
// All errors are returned, joined. Each is a [*FieldError] that names the field,
// and the id of the rule if it has one. The field is named as [Rule.MarshalJSON]
// writes it: "rules[2].value" in a rule with one clause that is not negated,
// "rules[2].clauses[0].value" in any other.
//
// Rules with a share must have the split that [Prepare] gave them. If no rule of
// a split has one, the clauses are used as its id, so that rules written by hand
// compile too.
//
// Time zones are read from the system's zone database. A program that may run
// without one imports time/tzdata.
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
		if c.add(i, &rules[i]); c.isFull() {
			return nil, errors.Join(c.errs...)
		}
	}
	c.divide(rules)
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return c.table, nil
}

// compiler is the state of compiling one table.
type compiler struct {
	table    *Table
	words    vocabulary
	zones    map[string]*time.Location
	fallback *time.Location
	ids      map[string]int
	scope    scope
	text     int  // bytes of the values so far
	listed   bool // whether an error has listed the conditions
	errs     []error
}

func newCompiler(opts *Options) *compiler {
	words := new(index)
	c := &compiler{
		table: &Table{key: opts.SplitKey, index: words},
		words: newVocabulary(),
		zones: map[string]*time.Location{"": time.UTC},
		ids:   map[string]int{},
		scope: scope{index: words},
	}
	c.extend(opts.Conditions)
	zone, err := c.zone(opts.Timezone)
	if err != nil {
		c.errs = append(c.errs, &FieldError{"timezone", err.Error()})
	}
	c.fallback = zone
	return c
}

// add compiles one rule except for its share.
func (c *compiler) add(i int, r *Rule) {
	if first, taken := c.ids[r.ID]; taken && r.ID != "" {
		c.fail(i, r, "id", fmt.Errorf("is also the id of rules[%d]", first))
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
	for j := 0; j < len(r.Clauses) && !c.isFull(); j++ {
		if t, ok := c.clause(i, j, r, zone); ok {
			e.tests = append(e.tests, t)
		}
	}
}

// clause compiles one clause of a rule.
func (c *compiler) clause(i, j int, r *Rule, zone *time.Location) (test, bool) {
	path, clause := r.clausePath(j), r.Clauses[j]
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
	c.scope.zone = zone
	m, err := c.measured(condition, clause.Value)
	if err != nil {
		c.fail(i, r, path+"value", err)
		return test{}, false
	}
	return test{m, clause.Not}, true
}

// clausePath returns what stands before the fields of a clause as MarshalJSON writes
// it.
func (r *Rule) clausePath(j int) string {
	if len(r.Clauses) == 1 && r.Clauses[j].isShort() {
		return ""
	}
	return "clauses[" + strconv.Itoa(j) + "]."
}

// unknown returns the error for an unknown condition. The first such error lists
// all conditions.
func (c *compiler) unknown(condition string) error {
	if c.listed {
		return fmt.Errorf("%q is not a condition", condition)
	}
	c.listed = true
	return fmt.Errorf("%q is not a condition; use one of %s", condition, c.words.names())
}

// zone loads an IANA zone, once per table so that equal zones are equal pointers.
func (c *compiler) zone(name string) (*time.Location, error) {
	if zone, ok := c.zones[name]; ok {
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // Local is the zone of whatever machine this runs on
		return nil, fmt.Errorf("%q is not a known IANA time zone", name)
	}
	c.zones[name] = zone
	return zone, nil
}

// fail adds an error about a field of a rule.
func (c *compiler) fail(i int, r *Rule, field string, err error) {
	reason := err.Error()
	if r.ID != "" {
		reason += fmt.Sprintf(" (rule %q)", r.ID)
	}
	c.errs = append(c.errs, &FieldError{fmt.Sprintf("rules[%d].%s", i, field), reason})
}
