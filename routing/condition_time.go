package routing

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// minutesPerDay is the number of minutes in a day of 24 hours.
const minutesPerDay = 24 * 60

// clock is a set of minutes of the local day: a word per hour, a bit per minute.
type clock struct {
	hours [24]uint64
	zone  *time.Location
}

func parseTime(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	c := &clock{zone: in.zone}
	for _, entry := range entries {
		start, end, err := timeRange(entry)
		if err != nil {
			return nil, err
		}
		if end < start { // over midnight
			c.paint(start, minutesPerDay)
			start = 0
		}
		c.paint(start, end)
	}
	return c, nil
}

// paint adds the minutes from start until before end.
func (c *clock) paint(start, end int) {
	for hour := start / 60; hour*60 < end; hour++ {
		from, to := max(start-hour*60, 0), min(end-hour*60, 60)
		c.hours[hour] |= 1<<to - 1<<from
	}
}

// timeRange parses "09:00-17:00" into minutes since midnight.
func timeRange(entry string) (start, end int, err error) {
	from, to, ok := strings.Cut(entry, "-")
	start, okStart := timeOfDay(strings.TrimSpace(from))
	end, okEnd := timeOfDay(strings.TrimSpace(to))
	switch {
	case !ok || !okStart || !okEnd || start == minutesPerDay:
		return 0, 0, fmt.Errorf("%q is not a time range such as 09:00-17:00", entry)
	case start == end:
		return 0, 0, fmt.Errorf("%q starts and ends at the same time; use 00:00-24:00 for the whole day", entry)
	}
	return start, end, nil
}

// timeOfDay parses H:MM or HH:MM, up to 24:00, into minutes since midnight.
func timeOfDay(text string) (int, bool) {
	hour, minute, ok := strings.Cut(text, ":")
	h, okHour := digits(hour)
	m, okMinute := digits(minute)
	at := h*60 + m
	return at, ok && okHour && okMinute && len(minute) == 2 && m < 60 && at <= minutesPerDay
}

// digits parses one or two decimal digits.
func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, len(text) == 1 || len(text) == 2
}

func (c *clock) match(v *Visit) bool {
	return c.has(int(v.in(c.zone).minute))
}

func (c *clock) fact(v *Visit) string { return v.Time.In(c.zone).Format("15:04 ") + c.zone.String() }

func (c *clock) covers(other matcher) bool {
	o := other.(*clock)
	for hour := range c.hours {
		if o.hours[hour]&^c.hours[hour] != 0 {
			return false
		}
	}
	return c.zone == o.zone
}

func (c *clock) excludes(other matcher) bool {
	o := other.(*clock)
	for hour := range c.hours {
		if o.hours[hour]&c.hours[hour] != 0 {
			return false
		}
	}
	return c.zone == o.zone
}

func (c *clock) matchesAll() bool {
	const hour = 1<<60 - 1
	return !slices.ContainsFunc(c.hours[:], func(minutes uint64) bool { return minutes != hour })
}

// has reports whether a minute of the day is in the set.
func (c *clock) has(minute int) bool {
	return c.hours[minute/60]>>(minute%60)&1 == 1
}

// canonical returns the fewest ranges that contain the same minutes.
func (c *clock) canonical() string {
	var text []byte
	for m := 0; m < minutesPerDay; m++ {
		start := m
		for m < minutesPerDay && c.has(m) {
			m++
		}
		if start < m {
			text = append(appendTime(append(appendTime(text, start), '-'), m), ',')
		}
	}
	return strings.TrimSuffix(string(text), ",")
}

// appendTime writes minutes since midnight as HH:MM.
func appendTime(text []byte, at int) []byte {
	h, m := byte(at/60), byte(at%60)
	return append(text, '0'+h/10, '0'+h%10, ':', '0'+m/10, '0'+m%10)
}
