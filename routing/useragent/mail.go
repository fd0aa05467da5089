package useragent

import "strings"

// hasMailAddress reports whether a text has a mail address. Locales and versions
// also use its sign, as in en_IR@calendar=gregorian and android@101.0.
func hasMailAddress(text string) bool {
	for {
		_, after, ok := strings.Cut(text, "@")
		if !ok {
			return false
		}
		if endsInLetters(after[:hostLength(after)]) {
			return true
		}
		text = after
	}
}

// hostLength returns the length of the host at the start of a text.
func hostLength(text string) int {
	for i := range len(text) {
		if c := text[i]; c != '.' && c != '-' && !isDigit(c) && !isLetter(c) {
			return i
		}
	}
	return len(text)
}

// endsInLetters reports whether a host has a last label of letters alone.
func endsInLetters(host string) bool {
	host = strings.TrimRight(host, ".")
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || len(host)-dot < 3 {
		return false
	}
	for i := dot + 1; i < len(host); i++ {
		if !isLetter(host[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
