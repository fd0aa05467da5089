package linkpackv1

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// listParameters are the parameters of a list.
func listParameters() []string {
	return []string{"search", "tag", "group", "cursor", "domain", "archived", deletedParameter, "limit", "sort"}
}

// list serves "GET /api/v1/links".
func (h *handlers) list(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := parameters(r, listParameters()...)
	if err != nil {
		return err
	}
	query, err := readQuery(params)
	if err != nil {
		return err
	}
	deleted, err := readFlag(r, deletedParameter)
	if err != nil {
		return err
	}
	if deleted {
		query.Bin = linkpack.OnlyBin
	}
	query.Workspace = p.Workspace
	page, err := h.shortener.ListLinks(r.Context(), query)
	answer := links{Links: make([]fullLink, len(page.Links)), NextCursor: orNull(page.Next)}
	for i, link := range page.Links {
		answer.Links[i] = h.full(link)
	}
	if failed := h.addClicks(r.Context(), answer.Links, page.Links); failed != nil {
		return failed
	}
	return httpadapter.WriteList(w, answer, err)
}

// addClicks adds the number of clicks to each link, unless figures are damaged.
func (h *handlers) addClicks(ctx context.Context, shown []fullLink, links []*linkpack.Link) error {
	clicks, err := httpadapter.LinkClicks(ctx, h.shortener, links)
	for i := range clicks {
		shown[i].TotalClicks = &clicks[i]
	}
	return err
}

// readQuery reads the filters and the order of a list.
func readQuery(params url.Values) (linkpack.LinkQuery, error) {
	query := linkpack.LinkQuery{
		Search: params.Get("search"), Group: params.Get("group"), Cursor: params.Get("cursor"),
	}
	if tag := params.Get("tag"); tag != "" {
		query.Tags = []string{tag}
	}
	if params.Has("domain") {
		domain := params.Get("domain")
		query.Domain = &domain
	}
	if archived := params.Get("archived"); archived != "" {
		if archived != "true" && archived != "false" {
			return query, &linkpack.FieldError{Field: "archived", Reason: "must be true or false"}
		}
		wanted := archived == "true"
		query.Archived = &wanted
	}
	var err error
	if query.Limit, err = readLimit(params); err != nil {
		return query, err
	}
	return query, readSort(params.Get("sort"), &query)
}

// readLimit reads the size of a page, which is 0 if the parameter is absent.
func readLimit(params url.Values) (int, error) {
	text := params.Get("limit")
	if text == "" {
		return 0, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 {
		return 0, &linkpack.FieldError{Field: "limit", Reason: "must be a whole number from 1 to 1000"}
	}
	return limit, nil
}

// readSort reads a sort key; a leading "-" reverses the order. The default is the
// newest first.
func readSort(text string, query *linkpack.LinkQuery) error {
	if text == "" {
		return nil
	}
	name, descending := strings.CutPrefix(text, "-")
	query.Ascending = !descending
	switch name {
	case "createdAt":
		query.Sort = linkpack.SortCreated
	case "updatedAt":
		query.Sort = linkpack.SortUpdated
	case "name":
		query.Sort = linkpack.SortName
	case "shortCode":
		query.Sort = linkpack.SortCode
	case "totalClicks", "clicks":
		query.Sort = linkpack.SortClicks
	default:
		return &linkpack.FieldError{Field: "sort", Reason: "must be createdAt, updatedAt, name, shortCode or totalClicks, with a leading - for the reverse order"}
	}
	return nil
}
