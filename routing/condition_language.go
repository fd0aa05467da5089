package routing

import (
	"fmt"
	"slices"
	"strings"
)

// languages is a set of language tags.
type languages struct {
	anyOf
	tags    []string // current names in lower case, sorted
	keys    []string // tags, and those that are also found as written
	bases   []string // the languages of the keys, without varieties
	unknown bool
}

func parseLanguage(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	words := in.index.tagWords()
	set := &languages{anyOf: anyOf{section: &words.section}}
	for _, entry := range entries {
		switch {
		case strings.EqualFold(entry, Unknown):
			set.unknown = true
			set.numbers = append(set.numbers, words.unknown())
		case !isLanguage(entry):
			return nil, fmt.Errorf("%q is not a language; use a tag such as fr or pt-BR", entry)
		default:
			word := words.word(entry)
			set.numbers = append(set.numbers, word.number)
			set.tags = append(set.tags, word.keys[0])
			for _, key := range word.keys {
				set.keys, set.bases = append(set.keys, key), append(set.bases, baseOf(key))
			}
		}
	}
	set.tags, set.numbers = sortedSet(set.tags), sortedSet(set.numbers)
	set.keys, set.bases = sortedSet(set.keys), sortedSet(set.bases)
	return set, nil
}

// sortedSet sorts a list and removes what is there twice.
func sortedSet[T string | int32](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

func (l *languages) fact(v *Visit) string { return known(v.Language()) }

func (l *languages) canonical() string {
	if l.unknown {
		return strings.Join(append([]string{Unknown}, l.tags...), ",")
	}
	return strings.Join(l.tags, ",")
}

func (l *languages) covers(other matcher) bool {
	o := other.(*languages)
	for _, key := range o.keys {
		if !l.has(key) {
			return false
		}
	}
	return l.unknown || !o.unknown
}

// has reports whether the set has a tag or a wider one.
func (l *languages) has(key string) bool {
	for !contains(l.keys, key) {
		end := strings.LastIndexByte(key, '-')
		if end < 0 {
			return false
		}
		key = key[:end]
	}
	return true
}

// excludes knows that no visitor's language is in two sets whose languages all
// differ.
func (l *languages) excludes(other matcher) bool {
	o := other.(*languages)
	isCommon := func(base string) bool { return contains(l.bases, base) }
	return (!l.unknown || !o.unknown) && !slices.ContainsFunc(o.bases, isCommon)
}

// baseOf returns the language of a key. Nynorsk is Norwegian.
func baseOf(key string) string {
	base, _ := cutSubtag(key)
	if base == "nn" {
		return "no"
	}
	return base
}
