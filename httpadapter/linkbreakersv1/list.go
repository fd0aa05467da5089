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

// pageOfLinks is a page of links.
type pageOfLinks struct {
	Links []wireLink `json:"links"`
	nextPage
	TotalCount int `json:"totalCount"`
}

// list serves "GET /v1/links".
func (h *handlers) list(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	included, err := params.includes()
	if err != nil {
		return err
	}
	query, err := params.linkQuery(p.Workspace)
	if err != nil {
		return err
	}
	if err := h.checkDirectory(r.Context(), &query.LinkQuery); err != nil {
		return err
	}
	page, damage := h.shortener.ListLinks(r.Context(), query.LinkQuery)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return inWordsOfList(damage)
	}
	answer, err := h.pageOf(r.Context(), &query, page, included)
	if err != nil {
		return err
	}
	return httpadapter.WriteList(w, answer, damage)
}

// pageOf returns a page of the links that a query selects as it is sent to clients.
func (h *handlers) pageOf(ctx context.Context, query *listQuery, page linkpack.LinkPage, included []string) (answer pageOfLinks, err error) {
	if answer.Links, err = h.show(ctx, page.Links, included...); err != nil {
		return answer, err
	}
	if answer.TotalCount, err = h.total(ctx, query); err != nil {
		return answer, err
	}
	if page.Next != "" {
		place := strconv.Itoa(answer.TotalCount) + " " + page.Next
		answer.nextPage = next(nextPageToken(listOf(query), query.Workspace, place))
	}
	return answer, nil
}

// total returns the number of links on all pages. Counting can cost as much as a page, so
// only the first page counts, and page tokens pass the number on.
func (h *handlers) total(ctx context.Context, query *listQuery) (int, error) {
	if query.Cursor != "" {
		return query.total, nil
	}
	n, err := h.shortener.CountLinks(ctx, query.LinkQuery)
	if errors.Is(err, linkpack.ErrDamaged) { // it has counted the others
		err = nil
	}
	return n, err
}

// listQuery selects a page of links.
type listQuery struct {
	linkpack.LinkQuery
	total int // as the first page counted, if this is a later one
}

// linkQuery reads the filters and the order of a list.
func (p parameters) linkQuery(workspace string) (query listQuery, err error) {
	query.LinkQuery = linkpack.LinkQuery{Workspace: workspace, Tags: p.list("tags"), SearchIn: linkpack.SearchNames}
	if query.Search, err = p.text("search"); err != nil {
		return query, err
	}
	if query.GroupID, err = p.inDirectory(); err != nil {
		return query, err
	}
	if err := p.sort(&query.LinkQuery); err != nil {
		return query, err
	}
	if query.Limit, err = p.pageSize(50, 1000); err != nil {
		return query, err
	}
	return query, p.place(&query)
}

// place reads where a page begins.
func (p parameters) place(query *listQuery) error {
	text, err := p.pageToken(listOf(query), query.Workspace)
	if err != nil || text == "" {
		return err
	}
	total, cursor, _ := strings.Cut(text, " ")
	if query.total, err = strconv.Atoi(total); err != nil || cursor == "" {
		return wrongPageToken()
	}
	query.Cursor = cursor
	return nil
}

// sort reads the order of a list. By default, links that changed last come first.
func (p parameters) sort(query *linkpack.LinkQuery) (err error) {
	query.Sort, err = choose(p, "sortBy", map[string]linkpack.SortKey{
		"":                            linkpack.SortUpdated,
		"LINK_SORT_FIELD_UNSPECIFIED": linkpack.SortUpdated,
		"LINK_SORT_FIELD_CREATED_AT":  linkpack.SortCreated,
		"LINK_SORT_FIELD_UPDATED_AT":  linkpack.SortUpdated,
		"LINK_SORT_FIELD_SHORTLINK":   linkpack.SortCode,
		"LINK_SORT_FIELD_NAME":        linkpack.SortName,
		"LINK_SORT_FIELD_EVENT_COUNT": linkpack.SortClicks,
	})
	if err != nil {
		return err
	}
	query.Ascending, err = p.ascending()
	return err
}

// ascending reads the direction of a list, which is descending by default.
func (p parameters) ascending() (bool, error) {
	return choose(p, "sortDirection", map[string]bool{
		"":                           false,
		"SORT_DIRECTION_UNSPECIFIED": false,
		"SORT_DIRECTION_ASC":         true,
		"SORT_DIRECTION_DESC":        false,
	})
}

// listOf names the list of a query, so that a page token of other filters or another
// order is refused.
func listOf(q *listQuery) string {
	filters, _ := json.Marshal([]any{q.Search, q.Tags, q.GroupID, q.Sort, q.Ascending}) // texts and flags cannot fail
	sum := sha256.Sum256(filters)
	return "links " + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// inWordsOfList returns an error of a list with the names that the API has for
// parameters.
func inWordsOfList(err error) error {
	return httpadapter.RenameFields(err, func(name string) string {
		if name == "cursor" {
			return "pageToken"
		}
		return name
	})
}
