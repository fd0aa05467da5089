package tally

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Period returns the totals and the series.
func (t *Tally) Period(g analytics.Granularity) analytics.Period {
	c := &t.calendar
	p := analytics.Period{
		From: c.starts[0], To: c.starts[c.size()], Daily: t.points, Lost: t.lost, Converted: t.conversions.converted,
	}
	if c.fine != 0 {
		p.Daily = groupPoints(analytics.Daily, t.points)
	}
	switch g {
	case 0:
	case analytics.QuarterHourly, analytics.Hourly:
		p.Series = t.points
	case analytics.Daily:
		p.Series = slices.Clone(p.Daily)
	default:
		p.Series = groupPoints(g, p.Daily)
	}
	for i := range p.Daily {
		p.Conversions += p.Daily[i].Conversions
		for class, n := range p.Daily[i].Classes {
			p.Classes[class] += n
		}
	}
	p.DailyUniques = min(t.uniques, p.Clicks()) // an estimate can be too high
	p.Uniques = t.different(p.DailyUniques, func(u *unions) *rollup.Union { return &u.all })
	if t.gone > 0 {
		p.Gone = time.UnixMilli(t.gone).UTC()
	}
	return p
}

// Stats returns the answer.
func (t *Tally) Stats(q *analytics.Query) *analytics.Stats {
	s := &analytics.Stats{Period: t.Period(q.Granularity), Hours: t.hours, Breakdowns: make(map[analytics.Dimension][]analytics.Count), Splits: t.allSplits(), ConversionKinds: topKinds(t.conversions.counts(), q.Top)}
	for i := range s.Splits {
		s.Splits[i].Days = daysOf(&s.Period)
	}
	for _, d := range analytics.Dimensions() {
		s.Breakdowns[d] = orEmpty(topOf(t.breakdown(d, uint64(int64(s.Clicks())+t.shifted)), q.Top))
	}
	return s
}

// orEmpty returns a slice that is not nil, which is an array in JSON.
func orEmpty(counts []analytics.Count) []analytics.Count {
	if counts == nil {
		return []analytics.Count{}
	}
	return counts
}

// breakdown returns the values of a dimension, most clicks first. Clicks without a
// value are the difference to all clicks.
func (t *Tally) breakdown(d analytics.Dimension, clicks uint64) []analytics.Count {
	rest := clicks - min(clicks, t.sorted[d].clicks())
	for _, c := range t.counts[d] {
		rest -= min(c.Clicks, rest)
	}
	t.count(d, clicklog.EmptyLabel(d), rest)
	counts := t.sorted[d].with(t.counts[d])
	slices.SortFunc(counts, byClicks)
	for i := range counts {
		if c := &counts[i]; c.Value == rollup.RestValue {
			c.Value, c.Rest = rollup.RestName, true
		}
	}
	return counts
}

// byClicks compares counts: most clicks first, then by value.
func byClicks(a, b analytics.Count) int {
	if a.Clicks != b.Clicks {
		return cmp.Compare(b.Clicks, a.Clicks)
	}
	return strings.Compare(a.Value, b.Value)
}

// topOf returns the first n values of a breakdown and sums up the others. Zero
// returns the whole breakdown.
func topOf(counts []analytics.Count, n int) []analytics.Count {
	if n == 0 || len(counts) <= n {
		return counts
	}
	top, rest := make([]analytics.Count, 0, n+1), analytics.Count{Value: rollup.RestName, Rest: true}
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
func (t *Tally) allSplits() (splits []analytics.Split) {
	names := make([]rollup.VariantName, 0, len(t.splits))
	for name := range t.splits {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b rollup.VariantName) int {
		switch {
		case a.Split == b.Split && a.Rule == "":
			return 1
		case a.Split == b.Split && b.Rule == "":
			return -1
		}
		return cmp.Or(strings.Compare(a.Split, b.Split), strings.Compare(a.Rule, b.Rule))
	})
	for _, name := range names {
		if n := len(splits); n == 0 || splits[n-1].ID != name.Split {
			splits = append(splits, analytics.Split{ID: name.Split})
		}
		s := &splits[len(splits)-1]
		v := *t.splits[name]
		v.DailyUniques = min(v.DailyUniques, v.Clicks)
		v.Uniques = t.different(v.DailyUniques, func(u *unions) *rollup.Union { return u.variant(name) })
		s.Variants = append(s.Variants, v)
	}
	for i := range splits {
		share(&splits[i])
	}
	return splits
}

// daysOf returns the number of UTC days that overlap days with human clicks, which may
// be those of another time zone.
func daysOf(p *analytics.Period) (days int) {
	next := uint32(0) // the first UTC day that is not counted yet
	for i, point := range p.Daily {
		if point.Clicks == 0 {
			continue
		}
		end := p.To
		if i+1 < len(p.Daily) {
			end = p.Daily[i+1].Start
		}
		first := max(wire.DayOf(max(point.Start.UnixMilli(), 0)), next)
		next = wire.DayOf(max(end.UnixMilli()-1, 0)) + 1
		days += int(next - first)
	}
	return days
}

// share sets each variant's share of the visitors.
func share(s *analytics.Split) {
	var all uint64
	for i := range s.Variants {
		all += s.Variants[i].Visitors()
	}
	for i := range s.Variants {
		s.Variants[i].Share = float64(s.Variants[i].Visitors()) / float64(max(all, 1))
	}
}
