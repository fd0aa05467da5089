package linkbreakersv1

import (
	"cmp"
	"context"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// nextPageHeader has the token of the next page of comma-separated values, which have no
// place for it.
const nextPageHeader = "Next-Page-Token"

// writeEventSheet answers with events as comma-separated values: a page of them or, if
// none is asked for, all, of which only a page at a time is in memory.
func (h *handlers) writeEventSheet(w http.ResponseWriter, r *http.Request, query *eventsQuery, form sheetForm) error {
	rows, next, damage, err := h.eventRows(r.Context(), query)
	if err != nil {
		return inWordsOfEvents(err)
	}
	if damage != nil {
		httpadapter.CountDamaged(w, damage)
	}
	out := newSheet(w, form, "events.csv", eventColumnNames())
	if next != "" && !query.whole {
		w.Header().Set(nextPageHeader, query.next(next, nil))
	}
	for isFirst := true; ; isFirst = false {
		for _, cells := range rows {
			out.add(cells)
		}
		isLast := next == "" || !query.whole || r.Method == http.MethodHead
		if err := out.send(isFirst, isLast); err != nil || isLast {
			return cmp.Or(err, damage)
		}
		query.Cursor = next
		var more error
		if rows, next, more, err = h.eventRows(r.Context(), query); err != nil {
			return err
		}
		damage = cmp.Or(damage, more)
	}
}

// eventRows returns the rows of a page of events, and the cursor of the next one. Damaged
// events are left out, and damage says so.
func (h *handlers) eventRows(ctx context.Context, query *eventsQuery) (rows [][]string, next string, damage, err error) {
	page, damage := h.shortener.Events(ctx, query.EventQuery)
	if damage != nil && page.Events == nil {
		return nil, "", nil, damage
	}
	shown, err := h.showEvents(ctx, query, page.Events)
	columns := eventColumns()
	for i := range shown {
		cells := make([]string, len(columns))
		for c, column := range columns {
			cells[c] = column.cell(&shown[i])
		}
		rows = append(rows, cells)
	}
	return rows, page.Next, damage, err
}
