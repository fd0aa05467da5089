package routing

import "strings"

// Bounds on what is read of headers that may hold anything.
const (
	maxLanguages = 64   // entries of an Accept-Language header
	maxTag       = 35   // bytes of a language tag (RFC 5646, section 4.4.1)
	maxRead      = 8192 // bytes of a query and of a Cookie header
)

// Language returns the language tag that the visitor prefers: the one of
// highest quality in Accept-Language, among equals the first, as sent in letter
// case. It is empty when the header names none. Quality 0 and "*" do not count,
// nor does what comes after the first 64 entries.
func (v *Visit) Language() string {
	if !v.spoken {
		v.language, v.spoken = preferred(v.Header["Accept-Language"]), true
	}
	return v.language
}

// preferred returns the best tag in the lines of an Accept-Language header
// (RFC 9110, section 12.5.4).
func preferred(lines []string) (best string) {
	const highest = 1000
	quality, left := 0, maxLanguages
	for _, line := range lines {
		for more := true; more && left > 0 && quality < highest; left-- {
			var entry string
			entry, line, more = strings.Cut(line, ",")
			tag, parameter, _ := strings.Cut(entry, ";")
			tag = strings.Trim(tag, " \t")
			if q := qvalue(parameter); q > quality && isLanguage(tag) {
				best, quality = tag, q
			}
		}
	}
	return best
}

// isLanguage reports whether tag has the form of a language tag: letters, then
// subtags of letters and digits, each of 1 to 8.
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

// qvalue returns the quality in thousandths of an entry's parameter, as in
// "q=0.8". Without one it is 1000, and 0 when it is malformed.
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
