// Package build makes the tables of package automaton from words. A word can be a
// regular expression that does not match texts of unlimited length.
package build

import (
	"slices"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton"
)

// Word is a pattern with the signals that it gives.
type Word struct {
	Pattern string // a regular expression in Go's syntax; case is ignored
	Signals uint64 // what finding it adds, see [automaton.Join]
}

// word is one sequence of a Word.
type word struct {
	sequence sequence
	signals  uint64
}

// expandAll lists the sequences of all words, without redundant ones.
func expandAll(words []Word) ([]word, error) {
	var all []word
	for _, w := range words {
		sequences, err := expand(w.Pattern)
		if err != nil {
			return nil, err
		}
		for _, seq := range sequences {
			all = append(all, word{seq, w.Signals})
		}
	}
	return prune(all), nil
}

// prune drops each word in which another one with the same signals is found
// whenever it is: "googlebot/" where there is "bot/".
func prune(all []word) []word {
	slices.SortStableFunc(all, func(a, b word) int { return len(a.sequence) - len(b.sequence) })
	var kept []word
	for _, w := range all {
		superfluous := slices.ContainsFunc(kept, func(k word) bool {
			return automaton.Join(k.signals, w.signals) == k.signals && contains(w.sequence, k.sequence)
		})
		if !superfluous {
			kept = append(kept, w)
		}
	}
	return kept
}

// contains reports whether every text that matches seq also matches part.
func contains(seq, part sequence) bool {
	for start := 0; start+len(part) <= len(seq); start++ {
		if startsWith(seq[start:], part) {
			return true
		}
	}
	return false
}

func startsWith(seq, part sequence) bool {
	for i, element := range part {
		if !seq[i].within(element) {
			return false
		}
	}
	return true
}
