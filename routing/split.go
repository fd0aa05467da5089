package routing

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// division is a split whose rules are being collected.
type division struct {
	index int     // in the table's splits
	id    string  // the Split of its rules, empty if they were not prepared
	key   string  // the clauses of its rules
	first int     // the index of its first rule
	total float64 // the sum of its shares in percent
}

// divide gives every rule with a share its range of its split. Rules with the
// same clauses are in one split. They must have the same split id, which no other
// split has.
func (c *compiler) divide(rules []Rule) {
	byClauses, named := map[string]*division{}, map[string]bool{}
	for i := range rules {
		if !c.hasShare(i, &rules[i]) || len(c.table.rules[i].tests) < len(rules[i].Clauses) { // a clause does not compile
			continue
		}
		d := c.division(byClauses, i, &rules[i])
		if d.first == i {
			c.name(d, named, &rules[i])
		}
		c.take(d, i, &rules[i])
	}
	for _, d := range slices.SortedFunc(maps.Values(byClauses), byIndex) {
		if d.total > 100+noise {
			c.fail(d.first, &rules[d.first], "percentage",
				fmt.Errorf("shares a split whose percentages add up to %s, more than 100", percent(d.total)))
		}
	}
}

func byIndex(a, b *division) int { return a.index - b.index }

// hasShare reports whether a rule has a valid share.
func (c *compiler) hasShare(i int, r *Rule) bool {
	if r.Percentage == nil {
		return false
	}
	share := *r.Percentage
	switch {
	case len(r.Split) > maxSplitID:
		c.fail(i, r, "split", fmt.Errorf("has %d bytes, the most is %d", len(r.Split), maxSplitID))
		return false
	case !(share >= 0 && share <= 100): // NaN is neither
		c.fail(i, r, "percentage", errors.New("must be a number from 0 to 100"))
		return false
	case share != 0 && share < leastShare:
		c.fail(i, r, "percentage", errors.New("must be 0 or at least 0.000001"))
	}
	return true
}

// division returns the split of a rule, by its clauses.
func (c *compiler) division(byClauses map[string]*division, i int, r *Rule) *division {
	key := c.words.clauseKey(r, c.table.rules[i].tests)
	d := byClauses[key]
	if d == nil {
		d = &division{index: len(c.table.splits), id: r.Split, key: key, first: i}
		byClauses[key] = d
	}
	return d
}

// take gives a rule the next range of its split. The sums are rounded instead of
// the shares, so that three thirds add up to the whole.
func (c *compiler) take(d *division, i int, r *Rule) {
	if r.Split != d.id {
		c.fail(i, r, "split", fmt.Errorf("is %q, but rules[%d] with the same clauses has %q", r.Split, d.first, d.id))
	}
	e := &c.table.rules[i]
	e.split, e.from = int32(d.index), bound(d.total)
	d.total += *r.Percentage
	e.to = bound(d.total)
}

// name adds the id of a new split to the table. Ids must be unique.
func (c *compiler) name(d *division, named map[string]bool, r *Rule) {
	id := cmp.Or(d.id, d.key)
	if named[id] {
		c.fail(d.first, r, "split", fmt.Errorf("%q belongs to a rule with other clauses too", id))
	}
	named[id] = true
	c.table.splits = append(c.table.splits, id)
	if n := len(c.table.splits); n == maxSplits+1 {
		c.fail(d.first, r, "percentage", fmt.Errorf("makes split %d, the most is %d; rules with the same clauses share a split", n, maxSplits))
	}
}
