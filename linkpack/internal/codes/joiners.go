package codes

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// withoutJoiners returns a code without the invisible characters that change how
// it looks: joiners in words of scripts that need them, such as Persian, joiners
// in emoji, and the tags of regional flags.
func withoutJoiners(code string) string {
	runes := []rune(withoutTags(code))
	var rest strings.Builder
	for i := 0; i < len(runes); i++ {
		end := i
		for end < len(runes) && isWordRune(runes[end]) {
			end++
		}
		switch {
		case joinsEmoji(runes, i):
		case end > i:
			rest.WriteString(withoutWordJoiners(string(runes[i:end])))
			i = end - 1
		default:
			rest.WriteRune(runes[i])
		}
	}
	return rest.String()
}

// isWordRune reports whether r may be part of a word.
func isWordRune(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M) && !IsHidden(r) || r == nonJoiner || r == joiner
}

// withoutWordJoiners returns a word without its joiners, or as it is if its script
// does not need one of them (RFC 5892, appendix A).
func withoutWordJoiners(word string) string {
	if _, err := idna.New(idna.CheckJoiners(true)).ToUnicode(word); err != nil {
		return word
	}
	return strings.Map(func(r rune) rune {
		if r == nonJoiner || r == joiner {
			return -1
		}
		return r
	}, word)
}

// joinsEmoji reports whether the rune at i joins two pictures to one.
func joinsEmoji(runes []rune, i int) bool {
	return runes[i] == joiner && i > 0 && i+1 < len(runes) &&
		(isPicture(runes[i-1]) || isSkinTone(runes[i-1])) && isPicture(runes[i+1])
}

// isPicture reports whether an emoji can have r as a part. Letters of flags are no
// part of joined emoji.
func isPicture(r rune) bool {
	isFlagLetter := 0x1f1e6 <= r && r <= 0x1f1ff
	return r >= 0x2190 && unicode.In(r, unicode.So, unicode.Sm) && !isFlagLetter
}

func isSkinTone(r rune) bool { return 0x1f3fb <= r && r <= 0x1f3ff }

// The parts of a regional flag: a flag, the region in letters that are invisible,
// and an end.
const (
	flag   = "\U0001f3f4"
	tagEnd = "\U000e007f"
)

// withoutTags returns a code without the tags of regional flags.
func withoutTags(code string) string {
	before, after, found := strings.Cut(code, flag)
	if !found {
		return code
	}
	rest := strings.TrimLeftFunc(after, isTag)
	region := (len(after) - len(rest)) / len(tagEnd)
	if ended, ok := strings.CutPrefix(rest, tagEnd); ok && 3 <= region && region <= 6 {
		after = ended
	}
	return before + flag + withoutTags(after)
}

// isTag reports whether r is the tag of a digit or a letter.
func isTag(r rune) bool { return 0xe0030 <= r && r <= 0xe0039 || 0xe0061 <= r && r <= 0xe007a }
