package routing

import (
	"crypto/rand"
	"errors"
	"fmt"
)

// Prepare returns a copy of the sent rules, ready to be stored: missing ids are
// filled in, and every rule with a share has its split. stored are the rules that
// the sent ones replace. Split is ignored in sent rules. newID makes ids that
// were never used before; nil makes random ones.
//
// Rules with the same clauses are in the same split. It is the split of a stored
// rule with the same id and clauses, else with the same id, else with the same
// clauses, else a new one. So a visitor's number in a split stays the same while
// rules are edited, moved and deleted. Which numbers a rule takes depends on its
// share and those before it; see Shares in the package documentation.
//
// An id that is used twice is a [*FieldError]. [Compile] makes all other checks.
// Call it before Prepare, so that its errors do not name generated ids.
func Prepare(sent, stored []Rule, newID func() string) ([]Rule, error) {
	if newID == nil {
		newID = rand.Text
	}
	rules := make([]Rule, len(sent))
	for i := range sent {
		rules[i] = sent[i].Clone()
		if rules[i].ID == "" {
			rules[i].ID = newID()
		}
	}
	if err := uniqueIDs(rules); err != nil {
		return nil, err
	}
	words := newVocabulary()
	shares := heirs(words, rules)
	splits := inherit(shares, heirs(words, stored), newID)
	for i, h := range shares {
		rules[i].Split = ""
		if h != nil {
			rules[i].Split = splits[h.key]
		}
	}
	return rules, nil
}

// uniqueIDs returns an error for each id that is used twice.
func uniqueIDs(rules []Rule) error {
	var errs []error
	first := map[string]int{}
	for i := range rules {
		j, taken := first[rules[i].ID]
		if !taken {
			first[rules[i].ID] = i
			continue
		}
		reason := fmt.Sprintf("%q is also the id of rules[%d]", rules[i].ID, j)
		errs = append(errs, &FieldError{fmt.Sprintf("rules[%d].id", i), reason})
	}
	return errors.Join(errs...)
}
