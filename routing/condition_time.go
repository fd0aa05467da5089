package routing

import (
	"fmt"
	"strings"
	"time"
)

// minutesPerDay is how many minutes a clock shows in a day.
const minutesPerDay = 24 * 60

// clock matches minutes of the local day: a word per hour, a bit per minute.
type clock struct {
	hours [24]uint64
	zone  *time.Location
}

func parseTime(value string, zone *time.Location) (matcher, error) {
	entries, err := list(value)
	if err != nil {
		return nil, err
	}
	c := &clock{zone: zone}
	for _, entry := range entries {
		start, end, err := timeRange(entry)
		if err != nil {
			return nil, err
		}
		for m := start; m != end; m = (m + 1) % minutesPerDay {
			c.hours[m/60] |= 1 << (m % 60)
			if m+1 == end { // 24:00 is no minute of the day
				break
			}
		}
	}
	return c, nil
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
		return 0, 0, fmt.Errorf("%q starts and ends at the same time, the whole day is 00:00-24:00", entry)
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
	hour, minute, _ := v.in(c.zone).Clock()
	return c.has(hour*60 + minute)
}

func (c *clock) fact(v *Visit) string { return v.in(c.zone).Format("15:04 ") + c.zone.String() }

func (c *clock) covers(other matcher) bool {
	o := other.(*clock)
	for hour := range c.hours {
		if o.hours[hour]&^c.hours[hour] != 0 {
			return false
		}
	}
	return c.zone == o.zone
}

// has reports whether a minute of the day is in the set.
func (c *clock) has(minute int) bool {
	return c.hours[minute/60]>>(minute%60)&1 == 1
}

// canonical writes the fewest ranges that cover the same minutes.
func (c *clock) canonical() string {
	var ranges []string
	for m := 0; m < minutesPerDay; m++ {
		start := m
		for m < minutesPerDay && c.has(m) {
			m++
		}
		if start < m {
			ranges = append(ranges, fmt.Sprintf("%02d:%02d-%02d:%02d", start/60, start%60, m/60, m%60))
		}
	}
	return strings.Join(ranges, ",")
}
