package routing

// heritage hands the splits of stored rules on to the rules that replace them.
type heritage struct {
	sent, stored []heir
}

// heir is what counts of a rule when splits are handed on.
type heir struct {
	id, key string // key is the clauses, as clauseKey has them
	split   string
	shares  bool
}

func newHeritage(sent, stored []Rule) *heritage {
	return &heritage{heirs(sent), heirs(stored)}
}

func heirs(rules []Rule) []heir {
	all := make([]heir, len(rules))
	for i := range rules {
		r := &rules[i]
		all[i] = heir{id: r.ID, key: clauseKey(r), split: r.Split, shares: r.Percentage != nil}
	}
	return all
}

// divide returns the split of each set of clauses. The closest relation
// chooses first, so that a rule that changed its clauses never takes the split
// from the rules that kept them.
func (h *heritage) divide(newID func() string) map[string]string {
	splits, taken := map[string]string{}, map[string]bool{}
	related := []func(sent, stored heir) bool{
		func(sent, stored heir) bool { return sent.id == stored.id && sent.key == stored.key },
		func(sent, stored heir) bool { return sent.id == stored.id },
		func(sent, stored heir) bool { return sent.key == stored.key },
	}
	for _, is := range related {
		for _, rule := range h.sent {
			if _, done := splits[rule.key]; done || !rule.shares {
				continue
			}
			if split, ok := h.inherit(rule, is, taken); ok {
				splits[rule.key], taken[split] = split, true
			}
		}
	}
	for _, rule := range h.sent {
		if _, done := splits[rule.key]; !done && rule.shares {
			splits[rule.key] = newID()
		}
	}
	return splits
}

// inherit returns the split of the first stored rule that is related to the
// sent one and whose split is free.
func (h *heritage) inherit(sent heir, is func(sent, stored heir) bool, taken map[string]bool) (string, bool) {
	for _, stored := range h.stored {
		if stored.split != "" && !taken[stored.split] && is(sent, stored) {
			return stored.split, true
		}
	}
	return "", false
}
