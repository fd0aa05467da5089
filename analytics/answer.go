package analytics

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// period returns the totals and the series.
func (t *tally) period(g Granularity) Period {
	c := &t.calendar
	p := Period{
		From: c.starts[0], To: c.starts[c.size()], Daily: t.points, Lost: t.lost,
	}
	if c.hourly {
		p.Daily = Daily.group(t.points)
	}
	switch g {
	case 0:
	case Hourly:
		p.Series = t.points
	case Daily:
		p.Series = slices.Clone(p.Daily)
	default:
		p.Series = g.group(p.Daily)
	}
	for i := range p.Daily {
		for class, n := range p.Daily[i].Classes {
			p.Classes[class] += n
		}
	}
	p.DailyUniques = min(t.uniques, p.Clicks()) // an estimate does not know how many can have come
	p.Uniques = t.different(p.DailyUniques, func(u *unions) *union { return &u.all })
	if t.gone > 0 {
		p.Gone = time.UnixMilli(t.gone).UTC()
	}
	return p
}

// stats returns the answer.
func (t *tally) stats(q *Query) *Stats {
	s := &Stats{Period: t.period(q.Granularity), Hours: t.hours, Breakdowns: make(map[Dimension][]Count), Splits: t.allSplits()}
	for _, d := range dimensions() {
		s.Breakdowns[d] = topOf(t.breakdown(d, uint64(int64(s.Clicks())+t.shifted)), q.Top)
	}
	return s
}

// breakdown returns the values of a dimension in order. The clicks without a
// value are those that no value has.
func (t *tally) breakdown(d Dimension, clicks uint64) []Count {
	rest := clicks
	for _, c := range t.counts[d] {
		rest -= min(c.Clicks, rest)
	}
	t.count(d, emptyLabel(d), rest)
	slices.SortFunc(t.counts[d], func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Clicks, a.Clicks), strings.Compare(a.Value, b.Value))
	})
	for i := range t.counts[d] {
		if c := &t.counts[d][i]; c.Value == restValue {
			c.Value, c.Rest = restName, true
		}
	}
	return t.counts[d]
}

// topOf returns the first n values of a breakdown, then all others as one. Zero
// leaves it as it is.
func topOf(counts []Count, n int) []Count {
	if n == 0 || len(counts) <= n {
		return counts
	}
	top, rest := make([]Count, 0, n+1), Count{Value: restName, Rest: true}
	for _, c := range counts {
		if len(top) < n && !c.Rest {
			top = append(top, c)
		} else {
			rest.Clicks += c.Clicks
		}
	}
	return append(top, rest)
}

// allSplits returns the splits and their variants.
func (t *tally) allSplits() (splits []Split) {
	names := make([]variantName, 0, len(t.splits))
	for name := range t.splits {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b variantName) int {
		switch {
		case a.split == b.split && a.rule == "":
			return 1
		case a.split == b.split && b.rule == "":
			return -1
		}
		return cmp.Or(strings.Compare(a.split, b.split), strings.Compare(a.rule, b.rule))
	})
	for _, name := range names {
		if n := len(splits); n == 0 || splits[n-1].ID != name.split {
			splits = append(splits, Split{ID: name.split})
		}
		s := &splits[len(splits)-1]
		v := *t.splits[name]
		v.DailyUniques = min(v.DailyUniques, v.Clicks)
		v.Uniques = t.different(v.DailyUniques, func(u *unions) *union { return u.variant(name) })
		s.Variants = append(s.Variants, v)
	}
	for i := range splits {
		splits[i].share()
	}
	return splits
}

// share works out the parts of the visitors.
func (s *Split) share() {
	var all uint64
	for i := range s.Variants {
		all += s.Variants[i].Visitors()
	}
	for i := range s.Variants {
		s.Variants[i].Share = float64(s.Variants[i].Visitors()) / float64(max(all, 1))
	}
}
