package httpadapter

import (
	"strconv"
	"strings"
)

// fallbackLanguage is used if none of the visitor's languages is known.
const fallbackLanguage = "en"

// The limits of an Accept-Language header: the number of tags that are read, and
// the length of a tag (RFC 5646, section 4.4.1).
const (
	maxLanguages = 20
	maxTag       = 35
)

// preferred returns the known language that an Accept-Language header prefers, or
// fallbackLanguage. A regional tag finds its language, as "de-AT" finds "de"
// (RFC 4647, lookup). The keys of known are in lower case.
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

// quality parses "q=0.8". The default is 1.
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

// lookup returns the longest known prefix of a tag, or "".
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
