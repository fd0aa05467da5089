package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// dates is a set of days in a zone, as sorted spans with gaps between them.
type dates struct {
	spans []span
	zone  *time.Location
}

// span is a range of days counted from 1970-01-01, both ends inclusive.
type span struct{ first, last int }

// The first and the last day of open spans.
const (
	firstDay = "0001-01-01"
	lastDay  = "9999-12-31"
)

func parseDate(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	spans := make([]span, len(entries))
	for i, entry := range entries {
		if spans[i], err = dateSpan(entry); err != nil {
			return nil, err
		}
	}
	return &dates{merge(spans), in.zone}, nil
}

// dateSpan parses a date, or two with ".." between them, either of which may
// be missing.
func dateSpan(entry string) (span, error) {
	from, to, isSpan := strings.Cut(entry, "..")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !isSpan {
		to = from
	} else if from != "" || to != "" {
		from, to = cmp.Or(from, firstDay), cmp.Or(to, lastDay)
	}
	first, errFirst := time.Parse(time.DateOnly, from)
	last, errLast := time.Parse(time.DateOnly, to)
	switch {
	case errFirst != nil || errLast != nil:
		return span{}, fmt.Errorf("%q is not a date or a span such as 2026-01-01..2026-01-31", entry)
	case last.Before(first):
		return span{}, fmt.Errorf("%q ends before it starts", entry)
	}
	return span{day(first), day(last)}, nil
}

// day returns the number of days from 1970-01-01 to a date in UTC.
func day(date time.Time) int { return int(date.Unix() / secondsPerDay) }

// merge sorts spans and joins those that overlap or touch.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	merged := spans[:1]
	for _, s := range spans[1:] {
		if last := &merged[len(merged)-1]; s.first <= last.last+1 {
			last.last = max(last.last, s.last)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

func (d *dates) match(v *Visit) bool {
	today := int(v.in(d.zone).day)
	return d.has(span{today, today})
}

// meets reports whether any day of s is in the set.
func (d *dates) meets(s span) bool {
	return slices.ContainsFunc(d.spans, func(own span) bool { return own.first <= s.last && s.first <= own.last })
}

// has reports whether all days of s are in the set.
func (d *dates) has(s span) bool {
	next, found := slices.BinarySearchFunc(d.spans, s.first, func(own span, day int) int {
		return cmp.Compare(own.first, day)
	})
	if found {
		next++
	}
	return next > 0 && s.last <= d.spans[next-1].last
}

func (d *dates) fact(v *Visit) string {
	return v.Time.In(d.zone).Format(time.DateOnly) + " " + d.zone.String()
}

func (d *dates) canonical() string {
	var text []byte
	for _, s := range d.spans {
		text = append(appendDate(append(appendDate(text, s.first), ".."...), s.last), ',')
	}
	return strings.TrimSuffix(string(text), ",")
}

// appendDate appends the date of a day number.
func appendDate(text []byte, day int) []byte {
	return time.Unix(int64(day)*secondsPerDay, 0).UTC().AppendFormat(text, time.DateOnly)
}

func (d *dates) covers(other matcher) bool {
	o := other.(*dates)
	return d.zone == o.zone && !slices.ContainsFunc(o.spans, func(s span) bool { return !d.has(s) })
}

func (d *dates) excludes(other matcher) bool {
	o := other.(*dates)
	return d.zone == o.zone && !slices.ContainsFunc(o.spans, d.meets)
}
