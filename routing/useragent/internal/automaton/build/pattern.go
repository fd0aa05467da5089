package build

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
)

// sequence is one way to match a pattern: the allowed symbols, in order.
type sequence []set

// boundary is \b in a sequence until resolve replaces it. It is the only element
// without symbols.
var boundary = set{}

// ErrInfinite is wrapped by errors about patterns that match texts of unlimited
// length, which the automaton does not support.
var ErrInfinite = errors.New("pattern of unlimited length")

// maxSequences is the maximum number of sequences of a pattern.
const maxSequences = 1000

// expand lists all sequences that a regular expression matches. The expression
// is in Go's syntax, without look-around, and case is ignored.
func expand(pattern string) ([]sequence, error) {
	re, err := syntax.Parse(pattern, syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil, err
	}
	all, err := sequencesOf(re.Simplify()) // expands counted repetition
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	var resolved []sequence
	for _, seq := range all {
		r, err := resolve(seq)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pattern, err)
		}
		if len(r) == 0 {
			return nil, fmt.Errorf("%s: matches every text", pattern)
		}
		resolved = append(resolved, r)
	}
	return resolved, nil
}

func sequencesOf(re *syntax.Regexp) ([]sequence, error) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []sequence{{}}, nil
	case syntax.OpLiteral:
		return []sequence{literal(re.Rune)}, nil
	case syntax.OpCharClass:
		return []sequence{{class(re.Rune)}}, nil
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []sequence{{class([]rune{0, unicode.MaxRune})}}, nil
	case syntax.OpBeginText, syntax.OpBeginLine:
		return []sequence{{only(textStart)}}, nil
	case syntax.OpEndText, syntax.OpEndLine:
		return []sequence{{only(textEnd)}}, nil
	case syntax.OpWordBoundary:
		return []sequence{{boundary}}, nil
	case syntax.OpCapture:
		return sequencesOf(re.Sub[0])
	case syntax.OpQuest:
		all, err := sequencesOf(re.Sub[0])
		return append(all, sequence{}), err
	case syntax.OpAlternate:
		return alternatives(re.Sub)
	case syntax.OpConcat:
		return concatenations(re.Sub)
	default:
		return nil, fmt.Errorf("%w: %v", ErrInfinite, re)
	}
}

func alternatives(subs []*syntax.Regexp) ([]sequence, error) {
	var all []sequence
	for _, sub := range subs {
		some, err := sequencesOf(sub)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func concatenations(subs []*syntax.Regexp) ([]sequence, error) {
	all := []sequence{{}}
	for _, sub := range subs {
		tails, err := sequencesOf(sub)
		if err != nil {
			return nil, err
		}
		if len(all)*len(tails) > maxSequences {
			return nil, fmt.Errorf("more than %d ways to match", maxSequences)
		}
		var longer []sequence
		for _, head := range all {
			for _, tail := range tails {
				longer = append(longer, append(head[:len(head):len(head)], tail...))
			}
		}
		all = longer
	}
	return all, nil
}

func literal(runes []rune) sequence {
	var seq sequence
	for _, c := range []byte(strings.ToLower(string(runes))) {
		seq = append(seq, only(int(c)))
	}
	return seq
}

// class returns the symbols of a character class, given as pairs of first and last
// rune. All bytes beyond ASCII are one symbol, which only classes without an upper
// end contain. Capitals are skipped, because the class also has their small
// letters.
func class(ranges []rune) set {
	var s set
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= min(ranges[i+1], unicode.MaxASCII); r++ {
			if !isCapital(int(r)) {
				s.add(int(r))
			}
		}
		if ranges[i+1] == unicode.MaxRune {
			for symbol := int(unicode.MaxASCII) + 1; symbol < textStart; symbol++ {
				s.add(symbol)
			}
		}
	}
	return s
}

// Check returns an error if a pattern cannot be part of an automaton.
func Check(pattern string) error {
	_, err := expand(pattern)
	return err
}
