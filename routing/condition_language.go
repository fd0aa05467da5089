package routing

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// languages is a set of language tags, lower-case and sorted.
type languages struct {
	tags    []string
	unknown bool
}

func parseLanguage(value string, _ *time.Location) (matcher, error) {
	entries, err := list(value)
	if err != nil {
		return nil, err
	}
	set := new(languages)
	for _, entry := range entries {
		switch {
		case strings.EqualFold(entry, Unknown):
			set.unknown = true
		case !isLanguage(entry):
			return nil, fmt.Errorf("%q is not a language; use a tag such as fr or pt-BR", entry)
		default:
			set.tags = append(set.tags, strings.ToLower(entry))
		}
	}
	slices.Sort(set.tags)
	set.tags = slices.Compact(set.tags)
	return set, nil
}

func (l *languages) match(v *Visit) bool {
	language := v.Language()
	if language == "" {
		return l.unknown
	}
	for _, tag := range l.tags {
		if isVariety(language, tag) {
			return true
		}
	}
	return false
}

// isVariety reports whether language is tag or narrower, as pt-BR is narrower
// than pt (basic filtering, RFC 4647, section 3.3.1).
func isVariety(language, tag string) bool {
	n := len(tag)
	return len(language) >= n && strings.EqualFold(language[:n], tag) && (len(language) == n || language[n] == '-')
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
	for _, tag := range o.tags {
		if !l.has(tag) {
			return false
		}
	}
	return l.unknown || !o.unknown
}

func (l *languages) excludes(other matcher) bool {
	o := other.(*languages)
	return (!l.unknown || !o.unknown) && !slices.ContainsFunc(o.tags, l.has) && !slices.ContainsFunc(l.tags, o.has)
}

// has reports whether the set has a tag or a wider one.
func (l *languages) has(tag string) bool {
	for !contains(l.tags, tag) {
		end := strings.LastIndexByte(tag, '-')
		if end < 0 {
			return false
		}
		tag = tag[:end]
	}
	return true
}
