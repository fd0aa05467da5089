package linkbreakersv1

import (
	"context"
	"errors"
	"net/http"

	"github.com/linkpack/linkpack-go/linkpack"
)

// nextPageHeader has the token of the next page of comma-separated values, which have no
// place for it.
const nextPageHeader = "Next-Page-Token"

// writeEventSheet answers with events as comma-separated values: a page of them or, if
// none is asked for, all, of which only a page at a time is in memory.
func (h *handlers) writeEventSheet(w http.ResponseWriter, r *http.Request, query *eventsQuery, form sheetForm) error {
	rows, next, err := h.eventRows(r.Context(), query)
	if err != nil {
		return inWordsOfEvents(err)
	}
	var names []string
	for _, column := range eventColumns() {
		names = append(names, column.name)
	}
	out := newSheet(w, form, "events.csv", names)
	if next != "" && !query.whole {
		w.Header().Set(nextPageHeader, query.next(next, nil))
	}
	for isFirst := true; ; isFirst = false {
		for _, cells := range rows {
			out.add(cells)
		}
		isLast := next == "" || !query.whole || r.Method == http.MethodHead
		if err := out.send(isFirst, isLast); err != nil || isLast {
			return err
		}
		query.Cursor = next
		if rows, next, err = h.eventRows(r.Context(), query); err != nil {
			return err
		}
	}
}

// eventRows returns the rows of a page of events, and the cursor of the next one. Damaged
// events are left out.
func (h *handlers) eventRows(ctx context.Context, query *eventsQuery) (rows [][]string, next string, err error) {
	page, err := h.shortener.Events(ctx, query.EventQuery)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, "", err
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
	return rows, page.Next, err
}
