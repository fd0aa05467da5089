package analytics

import (
	"encoding/json"
	"fmt"
	"time"
)

// Finding is one difference that an audit found.
type Finding struct {
	// Day is the UTC day of the rollup; zero when the finding is about the log.
	Day time.Time
	// Link is the number of the link of the rollup, or of the workspace of a sum.
	Link uint32
	// Figure is what differs.
	Figure Figure
	// Class is the class of [FigureRequests].
	Class Class
	// Dimension is that of [FigureValue].
	Dimension Dimension
	// Of is the quarter-hour of [FigureRequests] and [FigureLost], as in
	// "14:15"; the value of [FigureValue]; the rule of [FigureVisitors], empty
	// for the link itself; the split and the rule of [FigureVariant], with a
	// slash between them; "day", "month" or "all days" of [FigureSum].
	Of string
	// Stored is the figure as the rollup has it, Recounted as the log gives it.
	Stored, Recounted uint64
	// Err is the error of a [FigureRecord], which names the record and wraps
	// [ErrDamaged] or [ErrFormat].
	Err error
}

// Figure is a kind of figure that rollups have.
type Figure uint8

// The figures that an audit compares.
const (
	// FigureRecord is a stored record that is damaged or missing; see
	// [Finding.Err].
	FigureRecord Figure = iota
	// FigureRequests is the number of requests of a class in a quarter-hour.
	FigureRequests
	// FigureValue is the number of human clicks with a value of a dimension.
	FigureValue
	// FigureVisitors is the number of visitors. When it is the same on both
	// sides, they are different ones.
	FigureVisitors
	// FigureFirst is the block of the log with the day's first click.
	FigureFirst
	// FigureLast is the block of the log with the day's last click.
	FigureLast
	// FigureLost is the number of clicks that were lost in a quarter-hour, of
	// all links.
	FigureLost
	// FigureVariant is the number of human clicks of a variant of a split, or,
	// when that is right, of its visitors.
	FigureVariant
	// FigureSum is the number of requests in a row that adds up rollups: of the
	// links of a workspace on a day, of a month or of all days. When it is the
	// same on both sides, other figures differ.
	FigureSum
	// FigureBytes is the length of a rollup all of whose figures are right, and
	// whose bytes differ.
	FigureBytes
)

// MarshalJSON returns an object with day, link, figure, stored and recounted, or
// with error for a [FigureRecord].
func (f Finding) MarshalJSON() ([]byte, error) {
	found := struct {
		Day       string  `json:"day,omitempty"`
		Link      *uint32 `json:"link,omitempty"`
		Figure    string  `json:"figure,omitempty"`
		Stored    *uint64 `json:"stored,omitempty"`
		Recounted *uint64 `json:"recounted,omitempty"`
		Error     string  `json:"error,omitempty"`
	}{}
	if !f.Day.IsZero() {
		found.Day = f.Day.Format(time.DateOnly)
		found.Link = &f.Link
	}
	if f.Figure == FigureRecord {
		found.Error = f.Err.Error()
		return json.Marshal(found)
	}
	found.Figure, found.Stored, found.Recounted = f.what(), &f.Stored, &f.Recounted
	return json.Marshal(found)
}

// String says what was found, as a person would.
func (f Finding) String() string {
	if f.Figure == FigureRecord {
		return f.Err.Error()
	}
	if f.Figure == FigureSum && f.Day.IsZero() {
		return fmt.Sprintf("link %d: %s: stored %d, recounted %d", f.Link, f.what(), f.Stored, f.Recounted)
	}
	where := fmt.Sprintf("%s, link %d", f.Day.Format(time.DateOnly), f.Link)
	if f.Figure == FigureLost {
		where = f.Day.Format(time.DateOnly)
	}
	return fmt.Sprintf("%s: %s: stored %d, recounted %d", where, f.what(), f.Stored, f.Recounted)
}

func (f *Finding) what() string {
	switch f.Figure {
	case FigureRequests:
		return fmt.Sprintf("%s requests at %s", f.Class, f.Of)
	case FigureValue:
		return fmt.Sprintf("clicks of %s %q", f.Dimension, f.Of)
	case FigureVisitors:
		if f.Of != "" {
			return fmt.Sprintf("visitors of rule %q", f.Of)
		}
		return "visitors"
	case FigureVariant:
		return fmt.Sprintf("variant %q", f.Of)
	case FigureSum:
		return "sum of the " + f.Of
	case FigureFirst:
		return "first block"
	case FigureLast:
		return "last block"
	case FigureLost:
		return "lost clicks at " + f.Of
	}
	return "bytes"
}

// ClockOf names a quarter-hour, as in "14:15".
func ClockOf(quarter int) string { return fmt.Sprintf("%02d:%02d", quarter/4, quarter%4*15) }
