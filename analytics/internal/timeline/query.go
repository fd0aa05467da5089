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
	Classes   Classes        // of the events
	From, To  int64          // milliseconds, To exclusive
	Ascending bool           // oldest first
	LeaveOut  bool           // damage of the log is noted and not returned
	// Visitor limits the query to events of a visitor; nil means all.
	Visitor *Visitor
	// Wanted has the links of which it is known whether they are wanted, see
	// [Reader.Know]. Readers may share it. nil means that all are wanted.
	Wanted map[uint32]bool
}

// Visitor is what a visitor is known by.
type Visitor struct {
	Persons []uint64            // of tracked clicks
	Clicks  []analytics.ClickID // tracked clicks
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

// selects reports whether the query selects a record of a link that it is about.
func (q *Query) selects(rec *clicklog.Record) bool {
	return q.Classes.Has(rec.Class) && q.From <= rec.Time && rec.Time < q.To
}

// isAhead reports whether a place is behind another in the order of the query. The zero
// place is the beginning.
func (q *Query) isAhead(at, bound analytics.Place) bool {
	if q.Ascending {
		return bound.Before(at)
	}
	return bound == analytics.Place{} || at.Before(bound)
}

// counted reports whether any event of a day may be selected. Requests are counted by class
// and quarter-hour.
func (q *Query) counted(span *rollup.Span, day uint32) bool {
	if span.Conversions && q.Classes.Has(analytics.Conversion) {
		return true
	}
	for _, c := range span.Requests {
		from := int64(day)*wire.MsPerDay + int64(c.Slot%rollup.QuartersPerDay)*wire.MsPerQuarter
		if q.Classes.Has(analytics.Class(c.Slot/rollup.QuartersPerDay)) && from < q.To && q.From < from+wire.MsPerQuarter {
			return true
		}
	}
	return false
}
