package linkpackv1

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// parameters parses the query. It refuses a malformed query, and one that repeats
// any of the named parameters.
func parameters(r *http.Request, single ...string) (url.Values, error) {
	params, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &httpadapter.Problem{Status: http.StatusBadRequest, Message: "the query is malformed", Err: err}
	}
	for _, name := range single {
		if len(params[name]) > 1 {
			return nil, &linkpack.FieldError{Field: name, Reason: "must not be repeated"}
		}
	}
	return params, nil
}

// query refuses unknown query parameters. Those that begin with "filter" or "metadata"
// are checked with their values.
func (s strictness) query(r *http.Request, known vocabulary) error {
	if r.URL.RawQuery == "" {
		return nil
	}
	params, err := parameters(r)
	if err != nil {
		return err
	}
	for _, prefix := range []string{filterParameter, metadataParameter} {
		if known.has(prefix) {
			maps.DeleteFunc(params, func(name string, _ []string) bool { return strings.HasPrefix(name, prefix) })
		}
	}
	c := complaints{strictness: s}
	c.names("", slices.Sorted(maps.Keys(params)), "is not a parameter of this operation", known)
	return errors.Join(c.faults...)
}

// maxDays limits a range to a hundred years, since the answer lists every day.
const maxDays = 36_500

// days is a range of whole days, the last included.
type days struct {
	start, end time.Time
	endSent    bool
	filtered   bool
}

// readDays reads startDate and endDate. They default to the day the link was made
// and to today, within the limit. If the other date is given and the default would
// be on its wrong side, the range is that one day.
func readDays(params url.Values, created, now time.Time) (days, error) {
	start, err := readDay(params, "startDate", created.Location())
	if err != nil {
		return days{}, err
	}
	end, err := readDay(params, "endDate", created.Location())
	if err != nil {
		return days{}, err
	}
	d := days{start: start, end: end, endSent: !end.IsZero(), filtered: !start.IsZero() || !end.IsZero()}
	switch {
	case start.IsZero() && end.IsZero():
		d.end = latest(created, now)
		d.start = latest(created, d.end.AddDate(0, 0, -maxDays))
	case end.IsZero():
		d.end = latest(start, now)
	case start.IsZero():
		d.start = earliest(created, end)
	case end.Before(start):
		return days{}, &linkpack.FieldError{Field: "endDate", Reason: "must not be before startDate"}
	}
	return d, d.check()
}

// check refuses a range that is too long and names a parameter that was sent.
func (d days) check() error {
	if !d.end.After(d.start.AddDate(0, 0, maxDays)) {
		return nil
	}
	if d.endSent {
		return &linkpack.FieldError{Field: "endDate", Reason: fmt.Sprintf("must be at most %d days after %s", maxDays, d.start.Format(time.DateOnly))}
	}
	return &linkpack.FieldError{Field: "startDate", Reason: fmt.Sprintf("must be at most %d days before %s", maxDays, d.end.Format(time.DateOnly))}
}

// readDay returns noon of a date, since not every day has a midnight, or the zero
// time if the parameter is absent.
func readDay(params url.Values, name string, zone *time.Location) (time.Time, error) {
	text := params.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, &linkpack.FieldError{Field: name, Reason: "must be a date as in 2026-01-31"}
	}
	if day.Year() < minYear {
		return time.Time{}, &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("must not be before the year %d", minYear)}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone), nil
}

// minYear is older than any click.
const minYear = 2000

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
