package routing

import (
	"fmt"
	"strings"
	"time"
)

// weekdays is a set of days of the week in a zone, a bit each.
type weekdays struct {
	days uint8
	zone *time.Location
}

func parseWeekday(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	set := weekdays{zone: in.zone}
	for _, entry := range entries {
		from, to, isRange := strings.Cut(entry, "-")
		first, okFirst := weekday(from)
		last, okLast := first, true
		if isRange {
			last, okLast = weekday(to)
		}
		if !okFirst || !okLast {
			return nil, fmt.Errorf("%q is not a day or a range of days such as Mon-Fri", entry)
		}
		for day := first; ; day = (day + 1) % 7 {
			set.days |= 1 << day
			if day == last {
				break
			}
		}
	}
	return set, nil
}

// weekday parses the full name of a day or its first three letters, in any case.
func weekday(text string) (time.Weekday, bool) {
	text = strings.TrimSpace(text)
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := day.String(); strings.EqualFold(text, name) || strings.EqualFold(text, name[:3]) {
			return day, true
		}
	}
	return 0, false
}

func (w weekdays) match(v *Visit) bool {
	return w.days>>v.in(w.zone).weekday()&1 == 1
}

func (w weekdays) fact(v *Visit) string {
	return v.Time.In(w.zone).Format("Mon") + " " + w.zone.String()
}

func (w weekdays) canonical() string {
	var names []string
	for day := time.Sunday; day <= time.Saturday; day++ {
		if w.days>>day&1 == 1 {
			names = append(names, day.String()[:3])
		}
	}
	return strings.Join(names, ",")
}

func (w weekdays) covers(other matcher) bool {
	o := other.(weekdays)
	return w.zone == o.zone && o.days&^w.days == 0
}

func (w weekdays) excludes(other matcher) bool {
	o := other.(weekdays)
	return w.zone == o.zone && o.days&w.days == 0
}

func (w weekdays) matchesAll() bool { return w.days == 1<<7-1 }
