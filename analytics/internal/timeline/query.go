package timeline

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Query selects events of links.
type Query struct {
	Lane      analytics.Lane // whose log is read
	Links     []uint32       // rising
	Workspace uint32         // that has all links; 0 if that is not known
	Classes   Classes
	From, To  int64 // milliseconds, To exclusive
	Ascending bool  // oldest first
	Sift      bool  // only links that [Reader.Know] names are wanted
}

// Classes is a set of classes, a bit for each.
type Classes uint16

// ClassesOf returns a set of classes.
func ClassesOf(classes ...analytics.Class) (set Classes) {
	for _, class := range classes {
		set |= 1 << class
	}
	return set
}

// Has reports whether the set has a class.
func (c Classes) Has(class analytics.Class) bool { return c>>class&1 == 1 }

// selects reports whether the query selects a record that is on a day.
func (q *Query) selects(rec *clicklog.Record, day uint32) bool {
	return q.Classes.Has(rec.Class) && q.From <= rec.Time && rec.Time < q.To && wire.DayOf(rec.Time) == day
}

// counted reports whether any of the requests of a day may be selected, which are
// counted by class and quarter-hour.
func (q *Query) counted(requests rollup.Cells, day uint32) bool {
	for _, c := range requests {
		from := int64(day)*wire.MsPerDay + int64(c.Slot%rollup.QuartersPerDay)*wire.MsPerQuarter
		if q.Classes.Has(analytics.Class(c.Slot/rollup.QuartersPerDay)) && from < q.To && q.From < from+wire.MsPerQuarter {
			return true
		}
	}
	return false
}
