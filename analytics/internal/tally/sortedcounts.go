package tally

import (
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// sortedCounts counts clicks by name, for rows with many names that are sorted. It goes
// through its counts and a row side by side, which takes a small part of the time of
// looking up each name.
type sortedCounts struct {
	counts []analytics.Count // sorted by value
	fresh  []analytics.Count // of names in the current row that are not in counts
	at     int               // index in counts; all before it are before the names to come
	rest   uint64            // clicks of names beyond maxNames
}

// add adds clicks to the next name of a row; it copies only new names.
func (s *sortedCounts) add(name []byte, clicks uint64) {
	if clicks == 0 {
		return
	}
	if !s.isNext(name) {
		s.seek(name)
	}
	if s.isNext(name) {
		s.counts[s.at].Clicks += clicks
		s.at++
		return
	}
	if len(s.counts)+len(s.fresh) >= maxNames && string(name) != rollup.RestValue {
		s.rest += clicks
		return
	}
	s.fresh = append(s.fresh, analytics.Count{Value: string(name), Clicks: clicks})
}

// isNext reports whether the next count is that of a name.
func (s *sortedCounts) isNext(name []byte) bool {
	return s.at < len(s.counts) && s.counts[s.at].Value == string(name)
}

// seek moves to the first count whose name is not before a name. It is mostly near, so
// seek looks further and further ahead, then between the last two places.
func (s *sortedCounts) seek(name []byte) {
	after := s.at
	for step := 1; after < len(s.counts) && s.counts[after].Value < string(name); step *= 2 {
		s.at = after + 1
		after += step
	}
	for after = min(after, len(s.counts)); s.at < after; {
		if middle := (s.at + after) / 2; s.counts[middle].Value < string(name) {
			s.at = middle + 1
		} else {
			after = middle
		}
	}
}

// end ends a row: it merges the new names into the others, the last first.
func (s *sortedCounts) end() {
	from, added := len(s.counts), s.fresh
	s.counts = append(s.counts, added...)
	for to := len(s.counts) - 1; len(added) > 0; to-- {
		last := added[len(added)-1]
		if from > 0 && s.counts[from-1].Value > last.Value {
			from--
			s.counts[to] = s.counts[from]
			continue
		}
		s.counts[to] = last
		added = added[:len(added)-1]
	}
	s.fresh, s.at = s.fresh[:0], 0
}

// clicks returns the clicks of all names.
func (s *sortedCounts) clicks() uint64 {
	clicks := s.rest
	for i := range s.counts {
		clicks += s.counts[i].Clicks
	}
	return clicks
}

// with returns all counts, and others added to them. It may change the order of the
// others.
func (s *sortedCounts) with(others []analytics.Count) []analytics.Count {
	if len(s.counts) == 0 {
		return others
	}
	slices.SortFunc(others, func(a, b analytics.Count) int { return strings.Compare(a.Value, b.Value) })
	for _, c := range others {
		s.add([]byte(c.Value), c.Clicks)
	}
	s.end()
	s.add([]byte(rollup.RestValue), s.rest)
	s.rest = 0
	s.end()
	return s.counts
}
