package routing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words matches a fact that is in a list of words. Letter case does not matter.
type words struct {
	anyOf
	list    []string // folded, sorted
	unknown bool
	of      func(*Visit) string
}

// parseWords parses a comma list. check returns an error if a word is not
// allowed.
func parseWords(value string, in *scope, of *factWords, check func(string) error) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	set := &words{anyOf: anyOf{section: &of.section}, of: of.of}
	for _, entry := range entries {
		if strings.EqualFold(entry, Unknown) {
			set.unknown = true
			continue
		}
		if err := check(entry); err != nil {
			return nil, err
		}
		set.list = append(set.list, string(appendFolded(nil, entry)))
	}
	slices.Sort(set.list)
	set.list = slices.Compact(set.list)
	for _, word := range set.list {
		set.numbers = append(set.numbers, of.number(word))
	}
	if set.unknown {
		set.numbers = append(set.numbers, of.number(""))
	}
	return set, nil
}

// appendFolded appends a text in a form that all texts share that differ only in
// case, by the rule of strings.EqualFold.
func appendFolded(out []byte, text string) []byte {
	for _, r := range text {
		out = utf8.AppendRune(out, fold(r))
	}
	return out
}

// fold returns the same rune for all runes that differ only in case.
func fold(r rune) rune {
	if r <= unicode.MaxASCII {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// anyWord accepts every word, because the resolvers decide which words occur.
func anyWord(string) error { return nil }

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
