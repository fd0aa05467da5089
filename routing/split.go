package routing

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// division is a split while its rules are collected.
type division struct {
	index int    // in the table's splits
	id    string // the Split of its rules, empty when they were not prepared
	first int    // its first rule
	total uint64 // millionths of a percent
}

// divide gives every rule with a share its part of its split. Rules with the
// same clauses share one, whose id they agree on and no other split has.
func (c *compiler) divide(rules []Rule) {
	byClauses := map[string]*division{}
	for i := range rules {
		if share, ok := c.share(i, &rules[i]); ok {
			c.take(byClauses, i, &rules[i], share)
		}
	}
	for _, d := range slices.SortedFunc(maps.Values(byClauses), byIndex) {
		if d.total > whole {
			c.fail(d.first, &rules[d.first], "percentage",
				fmt.Errorf("shares a split whose percentages add up to %s, more than 100", percent(d.total)))
		}
	}
}

func byIndex(a, b *division) int { return a.index - b.index }

// share returns the share of a rule, if it has one.
func (c *compiler) share(i int, r *Rule) (uint64, bool) {
	if r.Percentage == nil {
		return 0, false
	}
	share, ok := millionths(*r.Percentage)
	if !ok {
		c.fail(i, r, "percentage", errors.New("must be a number from 0 to 100"))
	}
	return share, ok
}

// take gives a rule the next share of its split.
func (c *compiler) take(byClauses map[string]*division, i int, r *Rule, share uint64) {
	key := clauseKey(r)
	d := byClauses[key]
	if d == nil {
		d = &division{index: len(c.table.splits), id: r.Split, first: i}
		byClauses[key] = d
		c.name(d, key, r)
	}
	if r.Split != d.id {
		c.fail(i, r, "split", fmt.Errorf("is %q, but rules[%d] with the same clauses has %q", r.Split, d.first, d.id))
	}
	e := &c.table.rules[i]
	e.split, e.from = d.index, d.total
	d.total += share
	e.to = d.total
}

// name adds the id of a new split to the table.
func (c *compiler) name(d *division, key string, r *Rule) {
	id := d.id
	if id == "" {
		id = key
	}
	if slices.Contains(c.table.splits, id) {
		c.fail(d.first, r, "split", fmt.Errorf("%q belongs to a rule with other clauses too", id))
	}
	c.table.splits = append(c.table.splits, id)
}
