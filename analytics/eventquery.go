package analytics

import (
	"context"
	"time"
)

// EventQuery selects events: requests to links of a workspace and conversions, in order.
//
// Events are ordered by the UTC day of their time, and within a day by their place in the
// log. That is the order in which they were recorded, and imported ones stand on their
// day. Those of a visitor are in the order of the log alone. If the store has several
// lanes, each has a log of its own: then whatever comes next in a lane comes before
// what comes next in others if its time does.
type EventQuery struct {
	// Workspace is the number of the workspace in the store; see [Plan.Workspace]. Zero
	// means that it is not known, which costs more. Then Links must be set.
	Workspace uint32
	// Links are the numbers of the links, which must be in the workspace. nil means all
	// of the workspace.
	Links []uint32
	// Wanted limits the query to some of the links, for example to those with a tag. It
	// returns those of some links, which have events, that are wanted. It is called
	// between two reads of the store, for each link at most once. nil means all.
	Wanted func(ctx context.Context, links []uint32) ([]uint32, error)
	// Damaged is called for each part of the log that cannot be read. Its events are left
	// out. It is called between two reads of the store, and at most once with an error of
	// a text. nil means that such a part is an error. Where figures are damaged, which the
	// recorder counts again by itself, it is an error in any case.
	Damaged func(error)
	// Visitor limits the query to events of a visitor. nil means all.
	Visitor *EventVisitor
	// Classes are the classes of the events. nil means all but [Blocked] and
	// [Conversion].
	Classes []Class
	// From is the time of the earliest event. Zero means no limit.
	From time.Time
	// To is the end of the range: events before it are selected. Zero means no limit.
	To time.Time
	// Ascending asks for the oldest events first. Defaults to the newest first.
	Ascending bool
	// Limit is the maximum number of events in a page. It must be at least 1.
	Limit int
	// After is the place after which the page begins: that of an earlier page. Zero means
	// the beginning.
	After EventPlace
}

// EventVisitor is what a visitor is known by: tracked clicks, and what identifies the
// visitor in these. A conversion of such a click is an event of the visitor, too.
type EventVisitor struct {
	// Persons are the keys of the visitor; see [Hit.Person].
	Persons []uint64
	// Clicks are the IDs of clicks.
	Clicks []ClickID
}

// EventPlace is a place in a list of events, at one of them. The zero EventPlace is the
// beginning.
type EventPlace struct {
	Day    uint32 // of the event: UTC days since 1970-01-01; 0 for those of a visitor
	Lane   Lane   // that has the event in its log
	Place         // in the log of the lane
	Others Cursor // how far the events of the day were listed in other lanes
}
