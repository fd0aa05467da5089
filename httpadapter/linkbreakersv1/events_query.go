package linkbreakersv1

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// eventsQuery selects a page of events and what is sent with them.
type eventsQuery struct {
	linkpack.EventQuery
	principal linkpack.Principal
	included  []string
	csv       bool
	whole     bool   // everything is wanted and not a page
	total     string // as the first page counted, if this is a later one
}

// The things that clients may ask for beside events.
const (
	includeVisitor     = "visitor"
	includeDevice      = "device"
	includeLink        = "link"
	includeWorkspace   = "workspace"
	includeLeadScore   = "leadScore"
	includeConversions = "conversions" // ours
)

// has reports whether something is included.
func (q *eventsQuery) has(include string) bool { return slices.Contains(q.included, include) }

// eventsQuery reads the parameters of a list of events.
func (h *handlers) eventsQuery(ctx context.Context, params parameters, p linkpack.Principal) (*eventsQuery, error) {
	q := &eventsQuery{principal: p, EventQuery: linkpack.EventQuery{Workspace: p.Workspace}}
	var err error
	if q.included, err = params.chosen("include", includeVisitor, includeDevice, includeLink, includeWorkspace, includeLeadScore, includeConversions); err != nil {
		return nil, err
	}
	q.Conversions = q.has(includeConversions)
	if q.csv, err = params.wantsCSV(); err != nil {
		return nil, err
	}
	if q.Visitor, err = params.text("visitorId"); err != nil {
		return nil, err
	}
	if q.Link, err = h.linkParameter(ctx, params, p); err != nil {
		return nil, err
	}
	if err := h.readRange(ctx, params, q); err != nil {
		return nil, err
	}
	return q, params.eventsPage(q)
}

// chosen reads a list of names that may each be one of those that are known.
func (p parameters) chosen(name string, known ...string) ([]string, error) {
	names := p.list(name)
	for i, text := range names {
		if names[i] = camelCase(text); !slices.Contains(known, names[i]) {
			return nil, &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("%.80q is not one of %s", text, strings.Join(known, ", "))}
		}
	}
	return names, nil
}

// wantsCSV reads the format of the answer.
func (p parameters) wantsCSV() (bool, error) {
	return choose(p, "responseFormat", map[string]bool{
		"": false, "RESPONSE_FORMAT_UNSPECIFIED": false, "RESPONSE_FORMAT_JSON": false, "RESPONSE_FORMAT_CSV": true,
	})
}

// readRange reads the range of a list. Its end is part of the range. A date is a whole
// day of the workspace.
func (h *handlers) readRange(ctx context.Context, params parameters, q *eventsQuery) error {
	zone, err := h.shortener.Timezone(ctx, q.Workspace)
	if err != nil {
		return err
	}
	var end time.Time
	var isDay bool
	if q.From, _, err = params.time("startDate", zone); err != nil {
		return err
	}
	if end, isDay, err = params.time("endDate", zone); err != nil || end.IsZero() {
		return err
	}
	q.To = end.Truncate(time.Millisecond).Add(time.Millisecond) // times of events have milliseconds
	if isDay {
		q.To = end.AddDate(0, 0, 1)
	}
	if !q.To.After(q.From) {
		return &linkpack.FieldError{Field: "endDate", Reason: "must not be before startDate"}
	}
	return nil
}

// time reads a time as in 2026-01-31T08:00:00Z, or a date as in 2026-01-31 in a zone.
func (p parameters) time(name string, zone *time.Location) (at time.Time, isDay bool, err error) {
	text, err := p.text(name)
	if err != nil || text == "" {
		return at, false, err
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return day, true, nil
	}
	if at, err = time.Parse(time.RFC3339, text); err != nil {
		err = &linkpack.FieldError{Field: name, Reason: "must be a time as in 2026-01-31T08:00:00Z or a date as in 2026-01-31"}
	}
	return at, false, err
}

// eventsPage reads which page is wanted. Comma-separated values have all events unless
// they are paged.
func (p parameters) eventsPage(q *eventsQuery) (err error) {
	if q.Limit, err = p.pageSize(0, maxEvents); err != nil {
		return err
	}
	text, err := p.pageToken(listOfEvents(q), q.Workspace)
	if err != nil {
		return err
	}
	q.total, q.Cursor, _ = strings.Cut(text, " ")
	q.whole = q.csv && q.Limit == 0 && q.Cursor == ""
	switch {
	case q.whole:
		q.Limit = maxEvents
	case q.Limit == 0:
		q.Limit = 100
	}
	return nil
}

// maxEvents is the most events of a page.
const maxEvents = 1000

// listOfEvents names the list of a query, so that a page token of another one is
// refused.
func listOfEvents(q *eventsQuery) string {
	filters, _ := json.Marshal([]any{q.Link, q.Visitor, q.From, q.To, q.Conversions, q.csv}) // cannot fail
	sum := sha256.Sum256(filters)
	return "events " + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// next returns the token of the page behind one.
func (q *eventsQuery) next(cursor string, total *int) string {
	if cursor == "" {
		return ""
	}
	text := ""
	if total != nil {
		text = strconv.Itoa(*total)
	}
	return nextPageToken(listOfEvents(q), q.Workspace, text+" "+cursor)
}

// inWordsOfEvents returns an error of a list of events with the names that the API has
// for parameters.
func inWordsOfEvents(err error) error {
	return inNames(err, map[string]string{
		"cursor": "pageToken", "link": "linkId", "visitor": "visitorId", "from": "startDate", "to": "endDate", "limit": "pageSize",
	})
}
