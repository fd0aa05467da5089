package build

// The symbols of a text are its bytes, with a symbol before the first and one after
// the last.
const (
	textStart = 256
	textEnd   = 257
	symbols   = 258
)

// set is a set of symbols.
type set [5]uint64

func (s *set) add(symbol int)     { s[symbol/64] |= 1 << (symbol % 64) }
func (s set) has(symbol int) bool { return s[symbol/64]&(1<<(symbol%64)) != 0 }

func (s set) within(t set) bool { return s.and(t) == s }

func (s set) and(t set) set {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func only(symbol int) set {
	var s set
	s.add(symbol)
	return s
}

// wordBytes are the symbols that are part of a word for \b; otherSymbols are all
// others, including the ends of the text.
func wordBytes() set {
	var s set
	for c := range 128 {
		if c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' {
			s.add(c)
		}
	}
	return s
}

func otherSymbols() set {
	word, s := wordBytes(), set{}
	for symbol := range symbols {
		if !word.has(symbol) && !isCapital(symbol) {
			s.add(symbol)
		}
	}
	return s
}

// isCapital reports whether a symbol is a capital. Those never occur, because text
// is folded to lower case.
func isCapital(symbol int) bool { return 'A' <= symbol && symbol <= 'Z' }
