package routing

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// clauseKey returns a text that is equal for two rules exactly when their clauses
// mean the same, in any order and spelling and in the same zone. The zone is the
// one that the rule itself names, so that moving a link to another zone does not
// change its splits. tests are the compiled clauses, with a nil matcher for those
// that do not compile.
func (words vocabulary) clauseKey(r *Rule, tests []test) string {
	keys := make([]string, 0, len(r.Clauses))
	for i, clause := range r.Clauses {
		if clause.Condition == percentage {
			continue
		}
		value, zone := strings.TrimSpace(clause.Value), ""
		if tests[i].matcher != nil {
			value = tests[i].canonical()
		}
		if words[clause.Condition].zoned {
			zone = r.Timezone
		}
		keys = append(keys, fmt.Sprintf("%t %q %q %d %s", clause.Not, clause.Condition, zone, len(value), value))
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), "\n")
}

// compiled returns the tests of a rule's clauses in UTC, with a nil matcher for
// those that do not compile.
func (words vocabulary) compiled(r *Rule) []test {
	tests := make([]test, len(r.Clauses))
	in := &scope{zone: time.UTC, index: new(index)}
	for i, clause := range r.Clauses {
		condition, known := words[clause.Condition]
		if !known {
			continue
		}
		if m, err := condition.test(clause.Value, in); err == nil {
			tests[i] = test{m, clause.Not}
		}
	}
	return tests
}
