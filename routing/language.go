package routing

import "strings"

// Limits on how much of a header is read.
const (
	maxLanguages = 64   // entries of an Accept-Language header
	maxTag       = 35   // bytes of a language tag (RFC 5646, section 4.4.1)
	maxRead      = 8192 // bytes of a query and of a Cookie header
	maxPairs     = 256  // parameters, cookies, and values of headers
)

// Language returns the language tag that the visitor prefers: the one of
// highest quality in Accept-Language, among equals the first, in the letter case
// as sent. If languages are offered, it returns the one of them that the visitor
// prefers; "de" is also offered to those who ask for "de-AT", and "no" to those who
// ask for "nb". It is empty when there is none. Entries of quality 0, "*" and all after the first 64 entries do
// not count.
func (v *Visit) Language(offered ...string) string {
	lines := v.Header["Accept-Language"]
	if len(offered) > 0 {
		return preferred(lines, func(tag string) string { return closest(tag, offered) })
	}
	if !v.spoken {
		v.language, v.spoken = preferred(lines, wellFormed), true
	}
	return v.language
}

// preferred returns accept's result for the best tag that it accepts in the
// lines of an Accept-Language header (RFC 9110, section 12.5.4).
func preferred(lines []string, accept func(tag string) string) (best string) {
	const highest = 1000
	quality, left := 0, maxLanguages
	for _, line := range lines {
		for more := true; more && left > 0 && quality < highest; left-- {
			var entry string
			entry, line, more = strings.Cut(line, ",")
			tag, parameter, _ := strings.Cut(entry, ";")
			if q := qvalue(parameter); q > quality {
				if accepted := accept(strings.Trim(tag, " \t")); accepted != "" {
					best, quality = accepted, q
				}
			}
		}
	}
	return best
}

// closest returns the narrowest of the offered languages that include a tag, or ""
// (RFC 4647, section 3.4).
func closest(text string, offered []string) (found string) {
	if len(text) > maxTag { // what is left is wider
		text = text[:max(strings.LastIndexByte(text[:maxTag], '-'), 0)]
	}
	text = wellFormed(text)
	sent := splitTag(text).current().completed()
	for _, language := range offered {
		if len(language) > len(found) && (isVariety(text, language) || splitTag(language).current().includes(sent)) {
			found = language
		}
	}
	return found
}

// isVariety reports whether language is tag or narrower, compared as text.
func isVariety(language, tag string) bool {
	n := len(tag)
	return len(language) >= n && strings.EqualFold(language[:n], tag) && (len(language) == n || language[n] == '-')
}

// wellFormed returns a tag that has the form of one, or "".
func wellFormed(tag string) string {
	if !isLanguage(tag) {
		return ""
	}
	return tag
}

// isLanguage reports whether tag has the form of a language tag: 1 to 8 letters,
// then subtags of 1 to 8 letters and digits.
func isLanguage(tag string) bool {
	if len(tag) > maxTag {
		return false
	}
	length, first := 0, true
	for _, c := range []byte(tag) {
		switch {
		case c == '-' && length > 0:
			length, first = 0, false
		case isAlphanumeric(c) && length < 8 && (c > '9' || !first):
			length++
		default:
			return false
		}
	}
	return length > 0
}

// qvalue returns the quality in thousandths that a parameter such as "q=0.8"
// gives. It is 1000 without a parameter, and 0 if the parameter is malformed.
func qvalue(parameter string) int {
	parameter = strings.Trim(parameter, " \t")
	if parameter == "" {
		return 1000
	}
	if len(parameter) < 3 || len(parameter) > 7 || parameter[0]|0x20 != 'q' || parameter[1] != '=' {
		return 0
	}
	value, unit := 0, 1000
	for i, c := range []byte(parameter[2:]) {
		switch {
		case i == 1 && c == '.':
			continue
		case i == 1 || c < '0' || c > '9':
			return 0
		}
		value += int(c-'0') * unit
		unit /= 10
	}
	if value > 1000 {
		return 0
	}
	return value
}
