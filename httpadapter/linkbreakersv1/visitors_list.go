package linkbreakersv1

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// pageOfVisitors is a page of visitors.
type pageOfVisitors struct {
	Visitors []*wireVisitor `json:"visitors"`
	nextPage
	totals
}

// visitorsQuery selects a page of visitors and what is sent with them.
type visitorsQuery struct {
	linkpack.VisitorQuery
	principal linkpack.Principal
	included  []string
	count     func(*activity) int // sorts by a count; nil sorts by creation
	csv       bool
	whole     bool   // everything is wanted and not a page
	list      string // names the list in page tokens
	total     int    // as the first page counted, if this is a later one
}

// visitors serves "GET /v1/visitors".
func (h *handlers) visitors(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	query, err := h.visitorsQuery(r.Context(), params, p)
	if err != nil {
		return err
	}
	if query.csv {
		return h.writeVisitorSheet(w, r, query)
	}
	page, damage := h.visitorsPage(r.Context(), query)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return inWordsOfVisitorList(damage)
	}
	answer := pageOfVisitors{Visitors: []*wireVisitor{}}
	for _, visitor := range page.Visitors {
		shown, err := h.showVisitor(r.Context(), p, visitor, query.included)
		if err != nil {
			return err
		}
		answer.Visitors = append(answer.Visitors, shown)
	}
	total, err := h.totalVisitors(r.Context(), query, &page)
	if err != nil {
		return err
	}
	answer.totals, answer.nextPage = newTotals(page.Next != "", &total), next(query.next(page.Next, total))
	return httpadapter.WriteList(w, inJSON[pageOfVisitors]{answer}, damage)
}

// visitorsPage returns a page of visitors in the order of a query.
func (h *handlers) visitorsPage(ctx context.Context, query *visitorsQuery) (linkpack.VisitorPage, error) {
	if query.count != nil {
		return h.busiest(ctx, query)
	}
	return h.shortener.ListVisitors(ctx, query.VisitorQuery)
}

// totalVisitors returns the number of visitors on all pages. The first page counts them,
// and page tokens pass the number on.
func (h *handlers) totalVisitors(ctx context.Context, query *visitorsQuery, page *linkpack.VisitorPage) (int, error) {
	switch {
	case query.Cursor != "":
		return query.total, nil
	case page.Next == "":
		return len(page.Visitors), nil
	case query.Search == "" && query.Link == "" && query.Email == "":
		return h.shortener.CountVisitors(ctx, query.Workspace)
	}
	n, all := 0, query.VisitorQuery
	all.Limit = maxVisitorsRead
	for _, err := range h.shortener.Visitors(ctx, all) {
		if err != nil && !isPartial(err) {
			return 0, err
		}
		n++
	}
	return n, nil
}

// maxVisitorsRead is how many visitors are read at once where all are.
const maxVisitorsRead = 1000

// visitorsQuery reads the parameters of a list of visitors.
func (h *handlers) visitorsQuery(ctx context.Context, params parameters, p linkpack.Principal) (*visitorsQuery, error) {
	q := &visitorsQuery{principal: p, VisitorQuery: linkpack.VisitorQuery{Workspace: p.Workspace}}
	var faults [6]error
	q.included, faults[0] = params.visitorIncludes()
	q.Email, faults[1] = params.text("email")
	q.Search, faults[2] = params.text("search")
	q.csv, faults[3] = params.wantsCSV()
	q.count, faults[4] = choose(params, "sortField", visitorCounts())
	q.Ascending, faults[5] = params.ascending()
	if err := errors.Join(faults[:]...); err != nil {
		return nil, err
	}
	var err error
	if q.Link, err = h.linkParameter(ctx, params, p); err != nil {
		return nil, err
	}
	return q, params.visitorsPage(q)
}

// linkParameter reads the parameter linkId and returns the ID of the engine, or "".
func (h *handlers) linkParameter(ctx context.Context, params parameters, p linkpack.Principal) (string, error) {
	id, err := params.text("linkId")
	if err != nil || id == "" {
		return "", err
	}
	return h.linkID(ctx, p.Workspace, id)
}

// visitorsPage reads which page is wanted. Comma-separated values have all visitors
// unless they are paged.
func (p parameters) visitorsPage(q *visitorsQuery) (err error) {
	if q.Limit, err = p.pageSize(0, 200); err != nil {
		return err
	}
	q.list = p.listOfVisitors(q)
	text, err := p.pageToken(q.list, q.Workspace)
	if err != nil {
		return err
	}
	if text != "" {
		total, cursor, _ := strings.Cut(text, " ")
		if q.total, err = strconv.Atoi(total); err != nil || cursor == "" {
			return wrongPageToken()
		}
		q.Cursor = cursor
	}
	q.whole = q.csv && q.Limit == 0 && q.Cursor == ""
	switch {
	case q.whole:
		q.Limit = maxVisitorsRead
	case q.Limit == 0:
		q.Limit = 50
	}
	return nil
}

// listOfVisitors names the list of a query, so that a page token of other filters or
// another order is refused.
func (p parameters) listOfVisitors(q *visitorsQuery) string {
	filters, _ := json.Marshal([]any{q.Email, q.Search, q.Link, p["sortField"], q.Ascending, q.csv}) // texts cannot fail
	sum := sha256.Sum256(filters)
	return "visitors " + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// next returns the token of the page behind one.
func (q *visitorsQuery) next(cursor string, total int) string {
	if cursor == "" {
		return ""
	}
	return nextPageToken(q.list, q.Workspace, strconv.Itoa(total)+" "+cursor)
}

// inWordsOfVisitorList returns an error of a list with the names that the API has for
// parameters.
func inWordsOfVisitorList(err error) error {
	return inNames(err, map[string]string{"cursor": "pageToken", "link": "linkId", "limit": "pageSize"})
}
