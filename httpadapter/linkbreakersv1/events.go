package linkbreakersv1

import (
	"context"
	"net/http"
	"strconv"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// pageOfEvents is a page of events.
type pageOfEvents struct {
	Events []wireEvent `json:"events"`
	nextPage
	totals
}

// inJSON is an answer of the operations that can also answer comma-separated values.
type inJSON[T any] struct {
	JSON T `json:"json"`
}

// inBoth is a page as SDKs read it and as the API's document does.
type inBoth struct {
	JSON pageOfEvents `json:"json"`
	pageOfEvents
}

// events serves "GET /v1/events", newest first.
func (h *handlers) events(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	return h.writeEvents(w, r, p, sheetInJSON, func(page pageOfEvents) any { return inJSON[pageOfEvents]{page} })
}

// listEvents serves "GET /v1/events/list", the same for snippets of the API's document.
func (h *handlers) listEvents(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	return h.writeEvents(w, r, p, sheetAlone, func(page pageOfEvents) any { return inBoth{page, page} })
}

// writeEvents answers with events in one of two forms of each format.
func (h *handlers) writeEvents(w http.ResponseWriter, r *http.Request, p linkpack.Principal, form sheetForm, wrap func(pageOfEvents) any) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	query, err := h.eventsQuery(r.Context(), params, p)
	if err != nil {
		return err
	}
	if query.csv {
		return h.writeEventSheet(w, r, query, form)
	}
	page, damage := h.shortener.Events(r.Context(), query.EventQuery)
	if damage != nil && page.Events == nil {
		return inWordsOfEvents(damage)
	}
	shown, err := h.pageOfEvents(r.Context(), query, page)
	if err != nil {
		return err
	}
	return httpadapter.WriteList(w, wrap(shown), damage)
}

// pageOfEvents returns a page as it is sent to clients.
func (h *handlers) pageOfEvents(ctx context.Context, query *eventsQuery, page linkpack.EventPage) (answer pageOfEvents, err error) {
	if answer.Events, err = h.showEvents(ctx, query, page.Events); err != nil {
		return answer, err
	}
	total, err := h.totalEvents(ctx, query, &page)
	if err != nil {
		return answer, err
	}
	answer.totals = newTotals(page.Next != "", total)
	answer.nextPage = next(query.next(page.Next, total))
	return answer, nil
}

// totalEvents returns the number of events on all pages. The first page counts them, and
// page tokens pass the number on. It is nil if counting would mean reading all events,
// which is so for those of a visitor.
func (h *handlers) totalEvents(ctx context.Context, query *eventsQuery, page *linkpack.EventPage) (*int, error) {
	switch {
	case query.Cursor != "":
		n, err := strconv.Atoi(query.total)
		if err != nil {
			return nil, nil //nolint:nilnil // the first page did not count
		}
		return &n, nil
	case page.Next == "":
		n := len(page.Events)
		return &n, nil
	case query.Visitor != "":
		return nil, nil //nolint:nilnil // not known
	}
	return h.countEvents(ctx, query)
}
