package analytics

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Finding is a difference that an audit found.
type Finding struct {
	// Lane is that of the click log in which it is; 0 in a store that only one process
	// can open.
	Lane Lane
	// Day is the UTC day of the rollup. It is zero for the sum of all days and for a
	// finding about the log.
	Day time.Time
	// Link is the number of the rollup's link, or of the workspace for its sum. It is
	// the first number for a sum of several links, and 2³²-1 for the lost clicks of
	// all links.
	Link uint32
	// Figure describes the number that differs, such as "human requests at 14:15"
	// for the quarter of an hour that starts then, or "clicks of country \"DE\"". It
	// is for people. "visitors" with equal numbers means that the visitors are not
	// the same. "sum of the month" is the number of requests in a sum of rollups, and
	// "sum of the month of links 128 to 255" in those of several links.
	// "conversions" begins the figures of conversions, with their kind in quotes for
	// those of a kind. "bytes" is the length of a rollup whose numbers are all right.
	Figure string
	// Stored is the number in the rollup.
	Stored uint64
	// Recounted is the number counted from the log.
	Recounted uint64
	// Err is set if a stored record is damaged or missing. It names the record and
	// wraps [ErrDamaged] or [ErrFormat]. Figure is empty then.
	Err error
}

// MarshalJSON returns an object with lane, day, link, figure, stored and recounted, or
// with error for a damaged or missing record.
func (f Finding) MarshalJSON() ([]byte, error) {
	found := struct {
		Lane      Lane    `json:"lane,omitempty"`
		Day       string  `json:"day,omitempty"`
		Link      *uint32 `json:"link,omitempty"`
		Figure    string  `json:"figure,omitempty"`
		Stored    *uint64 `json:"stored,omitempty"`
		Recounted *uint64 `json:"recounted,omitempty"`
		Error     string  `json:"error,omitempty"`
	}{Lane: f.Lane}
	if !f.Day.IsZero() {
		found.Day = f.Day.Format(time.DateOnly)
	}
	if f.Figure != "" && f.Link != math.MaxUint32 {
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
	if f.Lane != 0 {
		return fmt.Sprintf("lane %d: %s", f.Lane, f.difference())
	}
	return f.difference()
}

// difference is String without the lane.
func (f Finding) difference() string {
	if f.Err != nil {
		return f.Err.Error()
	}
	where := fmt.Sprintf("link %d", f.Link)
	if f.Link == math.MaxUint32 {
		where = f.Day.Format(time.DateOnly)
	} else if !f.Day.IsZero() {
		where = f.Day.Format(time.DateOnly) + ", " + where
	}
	return fmt.Sprintf("%s: %s: stored %d, recounted %d", where, f.Figure, f.Stored, f.Recounted)
}
