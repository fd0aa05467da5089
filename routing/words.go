package routing

import (
	"slices"
	"strings"
	"unicode"
)

// words matches a fact that is in a list of words. Letter case does not matter.
type words struct {
	list    []string // folded, sorted
	unknown bool
	of      func(*Visit) string
}

// parseWords parses a comma list. check returns the word to compare, or an error
// if the word is not allowed.
func parseWords(value string, of func(*Visit) string, check func(string) (string, error)) (matcher, error) {
	entries, err := list(value)
	if err != nil {
		return nil, err
	}
	set := &words{of: of}
	for _, entry := range entries {
		if strings.EqualFold(entry, Unknown) {
			set.unknown = true
			continue
		}
		word, err := check(entry)
		if err != nil {
			return nil, err
		}
		set.list = append(set.list, strings.Map(fold, word))
	}
	slices.Sort(set.list)
	set.list = slices.Compact(set.list)
	return set, nil
}

// fold returns the same rune for all runes that differ only in case, by the rule
// of strings.EqualFold.
func fold(r rune) rune {
	if r <= unicode.MaxASCII {
		return unicode.ToUpper(r)
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// anyWord accepts every word, because the resolvers decide which words occur.
func anyWord(word string) (string, error) { return word, nil }

func (w *words) match(v *Visit) bool {
	fact := w.of(v)
	if fact == "" {
		return w.unknown
	}
	for _, word := range w.list {
		if strings.EqualFold(fact, word) {
			return true
		}
	}
	return false
}

func (w *words) fact(v *Visit) string { return known(w.of(v)) }

func (w *words) canonical() string {
	if w.unknown {
		return join(append([]string{Unknown}, w.list...))
	}
	return join(w.list)
}

func (w *words) covers(other matcher) bool {
	o := other.(*words)
	return (w.unknown || !o.unknown) && containsAll(w.list, o.list)
}

func (w *words) excludes(other matcher) bool {
	o := other.(*words)
	isCommon := func(word string) bool { return contains(w.list, word) }
	return (!w.unknown || !o.unknown) && !slices.ContainsFunc(o.list, isCommon)
}

// containsAll reports whether all of few are in many, which is sorted.
func containsAll(many, few []string) bool {
	for _, word := range few {
		if !contains(many, word) {
			return false
		}
	}
	return true
}

// contains reports whether a sorted list has the word.
func contains(sorted []string, word string) bool {
	_, found := slices.BinarySearch(sorted, word)
	return found
}

// known returns the fact, or Unknown if it is empty.
func known(fact string) string {
	if fact == "" {
		return Unknown
	}
	return fact
}
