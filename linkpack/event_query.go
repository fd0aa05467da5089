package linkpack

import (
	"cmp"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// EventQuery selects and sorts events of a workspace's links: clicks and, if Conversions is
// set, conversions. The zero value selects the clicks of the default workspace, newest
// first. Filters combine.
//
// Events are ordered by UTC day, and within a day by the order in which they were
// recorded, which is that of their times but for a few milliseconds. Those of a visitor are
// in the order in which they were recorded.
type EventQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Link is the ID of a link, which may be deleted. Empty means all links that are not
	// removed.
	Link string
	// Tag matches links with this tag. Empty means no filter, as for Visitor.
	Tag string
	// Visitor is the ID of a visitor. It needs a scope without a domain and a tag, as
	// visitors do.
	Visitor string
	// Classes are the classes of the clicks. nil means all but [analytics.Blocked].
	Classes []analytics.Class
	// Conversions adds conversions. To select them alone, set Classes to
	// [analytics.Conversion] instead.
	Conversions bool
	// From is the time of the earliest event. Zero means no limit.
	From time.Time
	// To is the end of the range: events before it are selected. Zero means no limit.
	To time.Time
	// Ascending asks for the oldest events first.
	Ascending bool
	// Limit is the maximum number of events in a page. Zero means 50. It must not be
	// negative or more than 1,000.
	Limit int
	// Cursor continues after a page; it is that page's Next. Empty means the first page.
	// It stays valid while events come. A cursor of another query is a FieldError; only
	// Limit may differ.
	Cursor string
}

// EventPage is a page of events.
type EventPage struct {
	// Events are the page's events, with the names of their links.
	Events []analytics.Click `json:"events"`
	// Next is the cursor of the next page. It is empty on the last page.
	Next string `json:"next"`
}

// classes returns the classes of the events.
func (q *EventQuery) classes() []analytics.Class {
	classes := q.Classes
	if classes == nil {
		classes = []analytics.Class{analytics.Internal, analytics.Head, analytics.Prefetch, analytics.Preview, analytics.Bot, analytics.Human}
	}
	if q.Conversions {
		classes = append(classes[:len(classes):len(classes)], analytics.Conversion)
	}
	return classes
}

// list identifies the list of events, to which a cursor is bound.
func (q *EventQuery) list() string {
	return fmt.Sprintf("%q %q %q %q %v %d %d %t", cmp.Or(q.Workspace, DefaultWorkspace), q.Link, q.Tag, q.Visitor, q.classes(),
		unixMilli(q.From), unixMilli(q.To), q.Ascending)
}

// unixMilli returns a time in milliseconds, or -1 for the zero time.
func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return -1
	}
	return t.UnixMilli()
}

// check checks the query but for its cursor.
func (q *EventQuery) check() error {
	if q.Limit < 0 || q.Limit > maxPage {
		return invalid("limit", "must be from 1 to %d", maxPage)
	}
	if !q.From.IsZero() && !q.To.IsZero() && !q.To.After(q.From) {
		return invalid("to", "must be after from")
	}
	for i, class := range q.Classes {
		if class > analytics.Conversion {
			return invalid(fmt.Sprintf("classes[%d]", i), "is not one of the constants")
		}
	}
	return nil
}
