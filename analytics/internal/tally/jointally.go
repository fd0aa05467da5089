package tally

import "github.com/linkpack/linkpack-go/analytics"

// part returns an empty tally for a part of the clicks, as of the same view.
func (t *Tally) part() *Tally {
	part := NewTally(t.calendar, t.splits != nil)
	part.Brief, part.erased = t.Brief, t.erased
	return part
}

// join adds what was counted of another part of the clicks.
func (t *Tally) join(part *Tally) error {
	for i := range part.points {
		addPoint(&t.points[i], &part.points[i])
	}
	for weekday := range part.hours {
		for hour, n := range part.hours[weekday] {
			t.hours[weekday][hour] += n
		}
	}
	for d := range part.counts {
		for _, c := range part.counts[d] {
			t.count(analytics.Dimension(d), c.Value, c.Clicks)
		}
	}
	for name, v := range part.splits {
		sum := t.split(name)
		sum.Clicks += v.Clicks
		sum.Conversions += v.Conversions
		sum.Converted += v.Converted
	}
	t.conversions.join(&part.conversions.conversionSums, maxNames)
	t.gone = max(t.gone, part.gone)
	return t.takeVisitors(part)
}

// takeVisitors adds the visitors of another part of the clicks, which loses them.
func (t *Tally) takeVisitors(part *Tally) error {
	for day, visitors := range part.days {
		if t.days[day] == nil {
			t.days[day] = visitors
			continue
		}
		if err := t.days[day].join(visitors); err != nil {
			return err
		}
		part.spare = append(part.spare, visitors)
	}
	clear(part.days)
	return nil
}
