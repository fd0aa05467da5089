package geniuslinkv4

import "time"

// The forms of dates, as .NET writes them. JSON always has seven digits of a second's
// fraction. JSV has the shortest form.
const (
	jsonDate = "2006-01-02T15:04:05.0000000"
	jsvDay   = "2006-01-02"
	jsvWhole = "2006-01-02T15:04:05Z07:00"
	jsvParts = "2006-01-02T15:04:05.0000000Z07:00"
)

// utcTime is a time in UTC.
type utcTime time.Time

// MarshalJSON implements [json.Marshaler].
func (t utcTime) MarshalJSON() ([]byte, error) {
	return []byte(`"` + time.Time(t).UTC().Format(jsonDate) + `Z"`), nil
}

// JSV returns the time as JSV.
func (t utcTime) JSV() string { return jsvTime(time.Time(t).UTC()) }

// userTime is a time in the time zone of a workspace. Its JSON form does not name the
// zone.
type userTime time.Time

// MarshalJSON implements [json.Marshaler].
func (t userTime) MarshalJSON() ([]byte, error) {
	return []byte(`"` + time.Time(t).Format(jsonDate) + `"`), nil
}

// JSV returns the time as JSV.
func (t userTime) JSV() string { return jsvTime(time.Time(t)) }

func jsvTime(t time.Time) string {
	hour, minute, second := t.Clock()
	switch {
	case t.Nanosecond() != 0:
		return t.Format(jsvParts)
	case hour == 0 && minute == 0 && second == 0:
		return t.Format(jsvDay)
	default:
		return t.Format(jsvWhole)
	}
}
