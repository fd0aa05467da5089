package analytics

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Finding is one difference that an audit found.
type Finding struct {
	// Day is the UTC day of the rollup; zero when the finding is about the log.
	Day time.Time
	// Link is the number of the link of the rollup, or 2³²-1 for the lost clicks
	// of all links.
	Link uint32
	// Figure is what differs, as in "human requests at 14:15" for the quarter of
	// an hour that begins then, or "clicks of country \"DE\"". It is for people.
	// "visitors" with the same number on both sides are different visitors, and
	// "bytes" is the length of a rollup whose figures are all right.
	Figure string
	// Stored is the figure as the rollup has it.
	Stored uint64
	// Recounted is the figure as the log gives it.
	Recounted uint64
	// Err is not nil when a stored record is damaged or missing. It names the
	// record and wraps [ErrDamaged] or [ErrFormat]. Figure is empty then.
	Err error
}

// MarshalJSON returns an object with day, link, figure, stored and recounted, or
// with error for a damaged or missing record.
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
	}
	if !f.Day.IsZero() && f.Link != math.MaxUint32 {
		found.Link = &f.Link
	}
	if f.Err != nil {
		found.Error = f.Err.Error()
		return json.Marshal(found)
	}
	found.Figure, found.Stored, found.Recounted = f.Figure, &f.Stored, &f.Recounted
	return json.Marshal(found)
}

// String describes the difference in one line.
func (f Finding) String() string {
	if f.Err != nil {
		return f.Err.Error()
	}
	where := f.Day.Format(time.DateOnly)
	if f.Link != math.MaxUint32 {
		where = fmt.Sprintf("%s, link %d", where, f.Link)
	}
	return fmt.Sprintf("%s: %s: stored %d, recounted %d", where, f.Figure, f.Stored, f.Recounted)
}
