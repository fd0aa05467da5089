package recorder

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/timeline"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// timelineQuery returns a query without what differs between lanes, after checking it.
func timelineQuery(query *analytics.EventQuery) (q timeline.Query, err error) {
	q = timeline.Query{Workspace: query.Workspace, Ascending: query.Ascending, LeaveOut: query.Damaged != nil}
	if q.From, q.To, err = bounds(&analytics.Selection{From: query.From, To: query.To}); err != nil {
		return q, err
	}
	if q.Classes, err = classesOf(query.Classes); err != nil {
		return q, err
	}
	if query.Links == nil && query.Workspace == 0 {
		return q, &routing.FieldError{Field: "Links", Reason: "are required without a workspace"}
	}
	q.Links = sortedLinks(query.Links)
	if query.Visitor != nil {
		q.Visitor = &timeline.Visitor{Persons: query.Visitor.Persons, Clicks: query.Visitor.Clicks}
	}
	if query.Wanted != nil {
		q.Wanted = make(map[uint32]bool)
	}
	return q, nil
}

// classesOf returns the classes that a query asks for.
func classesOf(classes []analytics.Class) (timeline.Classes, error) {
	if classes == nil {
		classes = []analytics.Class{analytics.Internal, analytics.Head, analytics.Prefetch, analytics.Preview, analytics.Bot, analytics.Human}
	}
	for _, class := range classes {
		if class > analytics.Conversion {
			return 0, &routing.FieldError{Field: "Classes", Reason: "have one that is not of the constants"}
		}
	}
	return timeline.ClassesOf(classes...), nil
}

// sortedLinks returns links, rising. nil stays nil.
func sortedLinks(links []uint32) []uint32 {
	links = slices.Clone(links)
	slices.Sort(links)
	if links = slices.Compact(links); len(links) > 0 && links[len(links)-1] == wire.NoLink {
		links = links[:len(links)-1]
	}
	return links
}
