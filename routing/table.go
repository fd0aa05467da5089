package routing

// Table is a compiled list of rules. It is immutable and safe for concurrent use.
// A nil table has no rules.
type Table struct {
	key    [32]byte
	rules  []entry
	splits []string
	index  *index
}

// entry is a compiled rule.
type entry struct {
	// tests are the compiled clauses, in order.
	tests []test
	// split is the index of the rule's split, -1 if the rule has no share.
	split int32
	// from and to are the bounds of the share in millionths of a percent.
	from, to uint32
}

// test is a compiled clause.
type test struct {
	matcher
	not bool
}

// Decision is the result of routing a visit.
type Decision struct {
	// Rule is the index of the first rule that matched, or -1.
	Rule int
	// Draws are the visitor's numbers in the splits that were tried, in order.
	// Their memory belongs to the Visit and is reused when it is routed again.
	Draws []Draw
}

// Route returns the first rule that matches the visit. It does not allocate for
// up to four splits.
func (t *Table) Route(v *Visit) Decision {
	if t == nil || len(t.rules) == 0 {
		return Decision{Rule: -1}
	}
	outer := v.enter()
	rule, draws := -1, v.draws[:0]
	for i := range t.rules {
		e := &t.rules[i]
		if !e.matches(v) {
			continue
		}
		var point uint64
		if e.split >= 0 {
			draws, point = t.draw(v, draws, int(e.split))
		}
		if e.split < 0 || e.takes(point) {
			rule = i
			break
		}
	}
	t.index.leave(v, outer)
	return Decision{Rule: rule, Draws: draws}
}

// Splits returns the ids of the table's splits, ordered by their first rules.
func (t *Table) Splits() []string {
	if t == nil {
		return nil
	}
	return append([]string(nil), t.splits...)
}

// matches reports whether all clauses of the rule match.
func (e *entry) matches(v *Visit) bool {
	for i := range e.tests {
		if e.tests[i].match(v) == e.tests[i].not {
			return false
		}
	}
	return true
}

// takes reports whether a point of the split is in the rule's share.
func (e *entry) takes(point uint64) bool { return uint64(e.from) <= point && point < uint64(e.to) }
