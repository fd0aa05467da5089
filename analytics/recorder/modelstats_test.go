package recorder_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// model counts facts one by one, in the order in which they were recorded.
type model []fact

// MaxValues is the promised number of values of a link's day.
const maxValues = 1000

// answer is what the model answers.
type answer struct {
	analytics.Stats
	// visitors are those of each UTC day.
	visitors map[int64]map[string]bool
	// variants are the visitors by split, rule and UTC day.
	variants map[[2]string]map[int64]map[string]bool
	// kinds are the values of conversions by kind and currency, and converted the
	// conversions and the converted clicks by split and rule.
	kinds     map[[2]string][]uint64
	converted map[[2]string][2]uint64
	keys      keys
	previous  *answer
}

// stats answers a query the slow way.
func (m model) stats(q analytics.Query) *answer {
	a := &answer{visitors: map[int64]map[string]bool{}, variants: map[[2]string]map[int64]map[string]bool{}}
	a.kinds, a.converted = map[[2]string][]uint64{}, map[[2]string][2]uint64{}
	a.Breakdowns = map[analytics.Dimension][]analytics.Count{}
	a.Daily = buckets(q, analytics.Daily)
	if q.Granularity != 0 {
		a.Series = buckets(q, q.Granularity)
	}
	counts := map[analytics.Dimension]map[string]uint64{}
	for _, d := range analytics.Dimensions() {
		counts[d] = map[string]uint64{}
	}
	splits := map[[2]string]uint64{}
	kept := map[valueDay]map[string]bool{}
	for _, f := range m {
		if !isOf(q, f.link) || !lets(q, f) {
			continue
		}
		in := within(q, f.time)
		if f.class == analytics.Conversion {
			if in {
				a.convert(f, splits)
			}
			continue
		}
		if in {
			a.Classes[f.class]++
			count(a.Daily, f)
			count(a.Series, f)
		}
		if f.class != analytics.Human {
			continue
		}
		for d := range counts {
			value := named(f, d)
			if q.Filter == nil {
				value = keep(kept, f, d)
			}
			if in {
				counts[d][value]++
			}
		}
		if in {
			a.human(q, f, splits)
		}
	}
	for d, values := range counts {
		a.Breakdowns[d] = top(sorted(values), q.Top)
	}
	a.split(q, splits)
	a.ConversionKinds = a.conversionKinds(q.Top)
	if q.Compare {
		q.Compare = false
		q.From, q.To = midday(q, q.From).AddDate(0, 0, -len(a.Daily)), midday(q, q.From).AddDate(0, 0, -1)
		a.previous = m.stats(q)
	}
	return a
}

// human counts what only people are counted by.
func (a *answer) human(q analytics.Query, f fact, splits map[[2]string]uint64) {
	local := f.time.In(q.Location)
	a.Hours[local.Weekday()][local.Hour()]++
	see := func(days map[int64]map[string]bool) {
		day := f.time.Unix() / 86400
		if days[day] == nil {
			days[day] = map[string]bool{}
		}
		days[day][f.visitor] = true
	}
	see(a.visitors)
	for _, v := range f.variants {
		splits[v]++
		if a.variants[v] == nil {
			a.variants[v] = map[int64]map[string]bool{}
		}
		see(a.variants[v])
	}
}

// split lists the splits, of a query of one link.
func (a *answer) split(q analytics.Query, splits map[[2]string]uint64) {
	if len(q.Links) != 1 {
		return
	}
	names := slices.SortedFunc(maps.Keys(splits), func(a, b [2]string) int {
		last := func(rule string) int {
			if rule == "" {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(last(a[1]), last(b[1])), cmp.Compare(a[1], b[1]))
	})
	for _, name := range names {
		if n := len(a.Splits); n == 0 || a.Splits[n-1].ID != name[0] {
			a.Splits = append(a.Splits, analytics.Split{ID: name[0]})
		}
		s := &a.Splits[len(a.Splits)-1]
		converted := a.converted[name]
		s.Variants = append(s.Variants, analytics.Variant{Rule: name[1], Clicks: splits[name], Conversions: converted[0], Converted: converted[1]})
	}
}

// isOf reports whether a query is about a link.
func isOf(q analytics.Query, link uint32) bool {
	return slices.Contains(q.Links, link) || q.Workspace != 0 && q.Workspace == workspaceOf(link)
}

// within reports whether a time's day is in the range.
func within(q analytics.Query, at time.Time) bool {
	date := func(t time.Time) string { return t.In(q.Location).Format(time.DateOnly) }
	return date(q.From) <= date(at) && date(at) <= date(q.To.Add(-1))
}

func lets(q analytics.Query, f fact) bool {
	for d, wanted := range q.Filter {
		if !slices.Contains(wanted, named(f, d)) {
			return false
		}
	}
	return true
}

// named returns the value of a fact as it is shown.
func named(f fact, d analytics.Dimension) string {
	if f.class == analytics.Blocked && d == analytics.ByDestination {
		return "Unknown"
	}
	return cmp.Or(f.values[d], unnamed(d))
}

func top(counts []analytics.Count, n int) []analytics.Count {
	if n == 0 || len(counts) <= n {
		return counts
	}
	at := slices.IndexFunc(counts, func(c analytics.Count) bool { return c.Rest })
	other := uint64(0)
	if at >= 0 {
		other = counts[at].Clicks
		counts = slices.Delete(counts, at, at+1)
	}
	for _, c := range counts[n:] {
		other += c.Clicks
	}
	return append(counts[:n:n], analytics.Count{Value: "Other", Clicks: other, Rest: true})
}

// count adds a request to its bucket.
func count(points []analytics.Point, f fact) {
	if p := bucketOf(points, f); p != nil {
		p.Classes[f.class]++
		if f.class == analytics.Human {
			p.Clicks++
		}
	}
}

// bucketOf returns the last bucket that begins before a fact.
func bucketOf(points []analytics.Point, f fact) *analytics.Point {
	for i := len(points) - 1; i >= 0; i-- {
		if !points[i].Start.After(f.time) {
			return &points[i]
		}
	}
	return nil
}

// near reports whether a number of visitors is what was promised.
func near(got uint64, days map[int64]map[string]bool) bool {
	want, allowed := 0.0, 0.0
	for _, visitors := range days {
		n := float64(len(visitors))
		want += n
		switch {
		case n > 1000:
			allowed += n * 0.03
		case n > 32:
			allowed++
		}
	}
	return math.Abs(float64(got)-want) <= allowed
}

// comparePeriods fails the test when totals or series differ.
func comparePeriods(t *testing.T, got *analytics.Period, want *answer) {
	t.Helper()
	if got.Classes != want.Classes {
		t.Errorf("classes: got %v, want %v", got.Classes, want.Classes)
	}
	if got.Conversions != want.Conversions || got.Converted != want.Converted {
		t.Errorf("%d conversions of %d clicks, want %d of %d", got.Conversions, got.Converted, want.Conversions, want.Converted)
	}
	same := func(a, b analytics.Point) bool {
		return a.Start.Equal(b.Start) && a.Clicks == b.Clicks && a.Classes == b.Classes && a.Conversions == b.Conversions
	}
	if !slices.EqualFunc(got.Daily, want.Daily, same) {
		t.Errorf("daily:\ngot  %v\nwant %v", got.Daily, want.Daily)
	}
	if !slices.EqualFunc(got.Series, want.Series, same) {
		t.Errorf("series:\ngot  %v\nwant %v", got.Series, want.Series)
	}
	if !near(got.DailyUniques, want.visitors) {
		t.Errorf("%d visitors, want %v", got.DailyUniques, want.visitors)
	}
	checkUniques(t, got.Uniques, got.DailyUniques, want.keys.one(got), oneDay(got), want.visitors)
	if !got.Gone.IsZero() {
		t.Errorf("clicks up to %v are missing", got.Gone)
	}
}

// oneDay reports whether a period lies in one UTC day.
func oneDay(p *analytics.Period) bool { return p.From.Unix()/86400 == (p.To.Unix()-1)/86400 }

// compareStats fails the test when the answers differ.
func compareStats(t *testing.T, got *analytics.Stats, want *answer) {
	t.Helper()
	comparePeriods(t, &got.Period, want)
	for _, d := range slices.Sorted(maps.Keys(want.Breakdowns)) {
		if !slices.Equal(got.Breakdowns[d], want.Breakdowns[d]) {
			t.Errorf("dimension %v:\ngot  %.300v\nwant %.300v", d, got.Breakdowns[d], want.Breakdowns[d])
		}
	}
	if got.Hours != want.Hours {
		t.Errorf("hours:\ngot  %v\nwant %v", got.Hours, want.Hours)
	}
	compareSplits(t, got, want)
	compareConversions(t, got, want)
	if (got.Previous != nil) != (want.previous != nil) {
		t.Errorf("the previous period is %v", got.Previous)
	} else if got.Previous != nil {
		comparePeriods(t, got.Previous, want.previous)
	}
}

func compareSplits(t *testing.T, got *analytics.Stats, want *answer) {
	t.Helper()
	if len(got.Splits) != len(want.Splits) {
		t.Fatalf("splits:\ngot  %v\nwant %v", got.Splits, want.Splits)
	}
	for i, s := range got.Splits {
		if s.ID != want.Splits[i].ID || len(s.Variants) != len(want.Splits[i].Variants) {
			t.Fatalf("split:\ngot  %+v\nwant %+v", s, want.Splits[i])
		}
		shares, clicks := 0.0, uint64(0)
		for j, v := range s.Variants {
			w, visitors := want.Splits[i].Variants[j], want.variants[[2]string{s.ID, v.Rule}]
			if v.Rule != w.Rule || v.Clicks != w.Clicks || v.Conversions != w.Conversions || v.Converted != w.Converted || !near(v.DailyUniques, visitors) {
				t.Errorf("variant of %s: got %+v, want %+v", s.ID, v, w)
			}
			checkUniques(t, v.Uniques, v.DailyUniques, want.keys.one(&got.Period), oneDay(&got.Period), visitors)
			shares += v.Share
			clicks += v.Clicks
		}
		if clicks > 0 && math.Abs(shares-1) > 1e-9 {
			t.Errorf("shares of %s add up to %v", s.ID, shares)
		}
	}
}

// midday returns the middle of a time's day.
func midday(q analytics.Query, at time.Time) time.Time {
	y, m, d := at.In(q.Location).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, q.Location)
}

// buckets lists the buckets of a range, trying every quarter of an hour.
func buckets(q analytics.Query, g analytics.Granularity) (points []analytics.Point) {
	begin := firstOf(q.From.In(q.Location))
	end := firstOf(midday(q, q.To.Add(-1)).AddDate(0, 0, 1))
	name := func(t time.Time) [3]int {
		t = t.In(q.Location)
		_, offset := t.Zone()
		year, week := t.ISOWeek()
		return [...][3]int{
			analytics.QuarterHourly: {t.YearDay(), 4*t.Hour() + t.Minute()/15, offset},
			analytics.Hourly:        {t.YearDay(), t.Hour(), offset},
			analytics.Daily:         {t.Year(), t.YearDay()},
			analytics.Weekly:        {year, week},
			analytics.Monthly:       {t.Year(), int(t.Month())},
		}[g]
	}
	for t := begin; t.Before(end); t = t.Add(15 * time.Minute) {
		if len(points) == 0 || name(t) != name(t.Add(-15*time.Minute)) {
			points = append(points, analytics.Point{Start: t})
		}
	}
	for g > analytics.Daily && name(points[0].Start) == name(points[0].Start.Add(-15*time.Minute)) {
		points[0].Start = points[0].Start.Add(-15 * time.Minute)
	}
	return points
}
