package httpadapter

import (
	"strconv"
	"strings"
)

// fallbackLanguage is spoken when the visitor asks for none that is known.
const fallbackLanguage = "en"

// What is read of an Accept-Language header: so many tags, and of each as many
// characters as any in use has (RFC 5646, section 4.4.1).
const (
	maxLanguages = 20
	maxTag       = 35
)

// preferred returns the language among those known that an Accept-Language
// header prefers, or fallbackLanguage. A language is found for its regions too,
// "de" for "de-AT" (RFC 4647, lookup). The keys of known are in lower case.
func preferred[T any](header string, known map[string]T) string {
	best, weight := fallbackLanguage, 0.0
	for n := 0; header != "" && n < maxLanguages; n++ {
		var entry string
		entry, header, _ = strings.Cut(header, ",")
		tag, params, _ := strings.Cut(entry, ";")
		if q := quality(params); q > weight {
			if found := lookup(strings.ToLower(strings.TrimSpace(tag)), known); found != "" {
				best, weight = found, q
			}
		}
	}
	return best
}

// quality reads "q=0.8". Without it a language counts fully.
func quality(params string) float64 {
	name, value, weighted := strings.Cut(strings.TrimSpace(params), "=")
	if !weighted || !strings.EqualFold(name, "q") {
		return 1
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || q > 1 {
		return 0
	}
	return q
}

// lookup returns the longest beginning of a tag that is known, or "".
func lookup[T any](tag string, known map[string]T) string {
	tag = tag[:min(len(tag), maxTag)]
	for tag != "" {
		if _, ok := known[tag]; ok {
			return tag
		}
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
	return ""
}
