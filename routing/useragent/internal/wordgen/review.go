package main

import (
	_ "embed" // for the review
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// reviewed has the entries of the lists that are not taken as they are tagged. Each
// line has a pattern, a decision and a reason, separated by tabs.
//
//go:embed reviewed.tsv
var reviewed string

// decisions are the signals that each decision makes of an entry. An entry without
// signals is left out.
var decisions = map[string]signal.Set{
	"drop":    0,
	"crawler": signal.Bot,
	"preview": signal.Bot | signal.Preview,
	"agent":   signal.Bot | signal.Agent,
}

// review has the signals of reviewed entries, and the entries that no list has had
// so far.
type review struct {
	signals map[string]signal.Set
	unseen  map[string]bool
}

func parseReview(text string) (review, error) {
	r := review{map[string]signal.Set{}, map[string]bool{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 || fields[2] == "" {
			return r, fmt.Errorf("reviewed.tsv: %q is not a pattern, a decision and a reason", line)
		}
		signals, ok := decisions[fields[1]]
		if !ok {
			return r, fmt.Errorf("reviewed.tsv: %q: no decision is called %q", fields[0], fields[1])
		}
		r.signals[fields[0]], r.unseen[fields[0]] = signals, true
	}
	return r, nil
}

// signalsOf returns the signals of an entry: those of its review, else the given
// ones.
func (r review) signalsOf(pattern string, tagged signal.Set) signal.Set {
	delete(r.unseen, pattern)
	if signals, ok := r.signals[pattern]; ok {
		return signals
	}
	return tagged
}

// complete returns an error if a reviewed entry is in no list.
func (r review) complete() error {
	for pattern := range r.unseen {
		return fmt.Errorf("reviewed.tsv: no list has the pattern %q", pattern)
	}
	return nil
}
