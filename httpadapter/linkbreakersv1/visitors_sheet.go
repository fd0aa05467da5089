package linkbreakersv1

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// visitorColumns returns the names of the columns of visitors as comma-separated values.
// Names keep their meaning; new ones are added at the end.
func visitorColumns() []string {
	return []string{"Visitor ID", "Email", "Phone", "First name", "Last name", "Created", "Updated", "First seen", "Last seen", "Attributes"}
}

// visitorCells returns the cells of a visitor. The attributes that have no column are a
// JSON object.
func (h *handlers) visitorCells(p linkpack.Principal, visitor *linkpack.Visitor) []string {
	w := h.visitorOf(p, visitor)
	attributes, _ := json.Marshal(ownAttributes(visitor)) // texts, numbers and flags cannot fail
	cells := []string{w.ID, w.Email, w.Phone, w.FirstName, w.LastName}
	for _, at := range []time.Time{visitor.CreatedAt, visitor.UpdatedAt, visitor.FirstSeen, visitor.LastSeen} {
		cells = append(cells, cellTime(at))
	}
	return append(cells, string(attributes))
}

// cellTime returns a time as it is in a cell.
func cellTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// writeVisitorSheet answers with visitors as comma-separated values: a page of them or,
// if none is asked for, all, of which only a page at a time is in memory.
func (h *handlers) writeVisitorSheet(w http.ResponseWriter, r *http.Request, query *visitorsQuery) error {
	page, damage, err := h.pageForSheet(r.Context(), query)
	if err != nil {
		return err
	}
	if damage != nil {
		httpadapter.CountDamaged(w, damage)
	}
	out := newSheet(w, sheetInJSON, "visitors.csv", visitorColumns())
	if page.Next != "" && !query.whole {
		w.Header().Set(nextPageHeader, query.next(page.Next, 0))
	}
	for isFirst := true; ; isFirst = false {
		for _, visitor := range page.Visitors {
			out.add(h.visitorCells(query.principal, visitor))
		}
		isLast := page.Next == "" || !query.whole || r.Method == http.MethodHead
		if err := out.send(isFirst, isLast); err != nil || isLast {
			return cmp.Or(err, damage)
		}
		query.Cursor = page.Next
		var more error
		if page, more, err = h.pageForSheet(r.Context(), query); err != nil {
			return err
		}
		damage = cmp.Or(damage, more)
	}
}

// pageForSheet returns a page of visitors. Damaged ones are left out, and damage says so.
func (h *handlers) pageForSheet(ctx context.Context, query *visitorsQuery) (page linkpack.VisitorPage, damage, err error) {
	page, err = h.visitorsPage(ctx, query)
	if isPartial(err) {
		return page, err, nil
	}
	return page, nil, inWordsOfVisitorList(err)
}
