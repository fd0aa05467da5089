package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

// claims are the signals by which a header says that it is a bot's.
const claims = signal.Bot | signal.Weak | signal.Preview | signal.Agent | signal.URL | signal.Mail

// handheld are the systems of phones and tablets. Their headers name the model and
// the app, and these can have any name.
const handheld = signal.Android | signal.IPhone | signal.IPad | signal.HarmonyOS | signal.WindowsPhone |
	signal.BlackBerry | signal.KaiOS | signal.Tizen

// claimsIn returns the claims of a header with some signals. Addresses of the web
// and of mail are the contacts of bots, so they become Bot; but Internet Explorer
// lists the programs that extend it, with their addresses.
func claimsIn(header string, s signal.Set) signal.Set {
	found := s & claims
	if s.Has(handheld) {
		found = outsideModel(header)
	}
	if found.Has(signal.Mail) && hasMailAddress(header) || found.Has(signal.URL) && s.Browser() != signal.Explorer {
		found |= signal.Bot
	}
	return found
}

// outsideModel returns the claims of a header, except those in parentheses or
// brackets that name a phone or its app, unless a bot introduces itself there.
func outsideModel(header string) signal.Set {
	var all signal.Set
	from := 0
	for start := 0; start < len(header); {
		end := partEnd(header, start)
		if isOpening(header[start]) && namesModel(around(header, start, end)) {
			all |= find(around(header, from, start)) & claims
			from = end
		}
		start = end
	}
	return all | find(around(header, from, len(header)))&claims
}

// namesModel reports whether a part of a header names a phone and no bot.
func namesModel(part string) bool {
	s := find(part)
	return s.Has(handheld) && !s.Has(signal.Claim)
}

// around returns a part of a header with a byte on either side, which keeps the
// ends of the part from being taken for those of the header.
func around(header string, start, end int) string {
	return header[max(start-1, 0):min(end+1, len(header))]
}

// partEnd returns the end of the part of a header that starts at an index: text in
// parentheses or brackets, which may be nested, or the text before the next ones.
func partEnd(header string, start int) int {
	depth := 0
	for i := start; i < len(header); i++ {
		switch c := header[i]; {
		case isOpening(c) && depth == 0 && i > start:
			return i
		case isOpening(c):
			depth++
		case depth > 0 && (c == ')' || c == ']'):
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(header)
}

func isOpening(c byte) bool { return c == '(' || c == '[' }
