package routing

// heir is the part of a rule that decides which split it inherits from the stored
// rules.
type heir struct {
	id, key string // key is the clauses, as clauseKey has them
	split   string
}

// heirs returns an heir for each rule with a share, and nil for other rules.
func heirs(words vocabulary, rules []Rule) []*heir {
	all := make([]*heir, len(rules))
	for i := range rules {
		if r := &rules[i]; r.Percentage != nil {
			all[i] = &heir{r.ID, words.clauseKey(r, words.compiled(r)), r.Split}
		}
	}
	return all
}

// inherit returns the split of each set of clauses that was sent. Rules with the
// same id and clauses choose first, then those with the same id, then those with
// the same clauses. So a rule whose clauses changed never takes the split of the
// rules that kept them.
func inherit(sent, stored []*heir, newID func() string) map[string]string {
	splits, taken := map[string]string{}, map[string]bool{}
	for _, relation := range []func(h *heir) heir{
		func(h *heir) heir { return heir{id: h.id, key: h.key} },
		func(h *heir) heir { return heir{id: h.id} },
		func(h *heir) heir { return heir{key: h.key} },
	} {
		left := legacies(stored, relation)
		for _, h := range sent {
			if h == nil || splits[h.key] != "" {
				continue
			}
			for _, split := range left[relation(h)] {
				if !taken[split] {
					splits[h.key], taken[split] = split, true
					break
				}
			}
		}
	}
	for _, h := range sent {
		if h != nil && splits[h.key] == "" {
			splits[h.key] = newID()
		}
	}
	return splits
}

// legacies returns the splits of stored rules, grouped by relation. A split that
// repeats in a row is listed once.
func legacies(stored []*heir, relation func(*heir) heir) map[heir][]string {
	left := map[heir][]string{}
	for _, h := range stored {
		if h == nil || h.split == "" {
			continue
		}
		of := relation(h)
		if splits := left[of]; len(splits) == 0 || splits[len(splits)-1] != h.split {
			left[of] = append(splits, h.split)
		}
	}
	return left
}
