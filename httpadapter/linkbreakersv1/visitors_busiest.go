package linkbreakersv1

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The engine does not sort visitors by what they did, so a list that is reads all
// visitors that it selects, with their events, for each page.

// maxCounted is the most visitors of such a list.
const maxCounted = 10_000

// visitorCounts returns what visitors can be sorted by, nil for the time of creation. A
// visitor without counts has those of the events that are read.
func visitorCounts() map[string]func(*activity) int {
	return map[string]func(*activity) int{
		"":                                nil,
		"VISITOR_SORT_FIELD_UNSPECIFIED":  nil,
		"VISITOR_SORT_FIELD_CREATED_AT":   nil,
		"VISITOR_SORT_FIELD_VISIT_COUNT":  func(a *activity) int { return len(a.clicks) },
		"VISITOR_SORT_FIELD_DEVICE_COUNT": func(a *activity) int { return len(a.devices) },
		"VISITOR_SORT_FIELD_QRCODE_COUNT": func(a *activity) int { return len(a.links) },
	}
}

// counted is a visitor with the count that it is sorted by.
type counted struct {
	*linkpack.Visitor
	count int
}

// busiest returns a page of visitors in the order of their counts, then of their ids. The
// cursor of a page is the last visitor of the page before. Damaged visitors are left out, and
// the error says so.
func (h *handlers) busiest(ctx context.Context, query *visitorsQuery) (page linkpack.VisitorPage, err error) {
	var all []counted
	var damage error
	selected := query.VisitorQuery
	selected.Cursor, selected.Limit = "", maxVisitorsRead
	for visitor, err := range h.shortener.Visitors(ctx, selected) {
		if isPartial(err) {
			damage = errors.Join(damage, err)
			continue
		}
		if err != nil {
			return page, err
		}
		if len(all) == maxCounted {
			return page, &linkpack.FieldError{Field: "sortField", Reason: fmt.Sprintf("must be VISITOR_SORT_FIELD_CREATED_AT for more than %d visitors", maxCounted)}
		}
		a, err := h.activityOf(ctx, visitor)
		if err != nil {
			return page, err
		}
		all = append(all, counted{visitor, query.count(a)})
	}
	order := compareCounted
	if !query.Ascending {
		order = func(a, b counted) int { return compareCounted(b, a) }
	}
	slices.SortFunc(all, order)
	page, err = pageOfCounted(all, query, order)
	return page, cmp.Or(err, damage)
}

func compareCounted(a, b counted) int {
	return cmp.Or(cmp.Compare(a.count, b.count), strings.Compare(a.ID, b.ID))
}

// pageOfCounted returns the page of sorted visitors that a query asks for.
func pageOfCounted(all []counted, query *visitorsQuery, order func(a, b counted) int) (page linkpack.VisitorPage, err error) {
	from := 0
	if query.Cursor != "" {
		last := counted{Visitor: new(linkpack.Visitor)}
		if _, err := fmt.Sscanf(query.Cursor, "%d/%s", &last.count, &last.ID); err != nil {
			return page, wrongPageToken()
		}
		from = sortedBehind(all, last, order)
	}
	to := min(from+query.Limit, len(all))
	for _, visitor := range all[from:to] {
		page.Visitors = append(page.Visitors, visitor.Visitor)
	}
	if to < len(all) {
		page.Next = fmt.Sprintf("%d/%s", all[to-1].count, all[to-1].ID)
	}
	return page, nil
}

// sortedBehind returns the index of the first visitor behind one.
func sortedBehind(all []counted, last counted, order func(a, b counted) int) int {
	at, found := slices.BinarySearchFunc(all, last, order)
	if found {
		at++
	}
	return at
}
