package geniuslinkv4

import (
	"cmp"
	"context"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The bounds of a page.
const (
	usualPage = 20
	mostPage  = 100
	mostLinks = 1_000_000_000
)

// list serves GetUserLinksRequest: a page of the links of a workspace, newest first.
func (h *handlers) list(ctx context.Context, p linkpack.Principal, sent parameters) (any, error) {
	offset, err := sent.number("offset", 0, mostLinks)
	if err != nil {
		return nil, err
	}
	limit, err := sent.number("limit", usualPage, mostPage)
	if err != nil {
		return nil, err
	}
	query := linkpack.LinkQuery{Workspace: p.Workspace, Group: sent.first("groupId"), Limit: mostPage}
	if name := sent.first("username"); name != "" && name != cmp.Or(p.Workspace, linkpack.DefaultWorkspace) {
		return nil, &linkpack.FieldError{Field: "username", Reason: "must be the workspace of the key"}
	}
	links, total, err := h.page(ctx, query, sent.first("linkType"), offset, limit)
	if err != nil {
		return nil, err
	}
	data, err := h.wire(ctx, links)
	return linkPage{Data: data, Page: wirePage{Offset: offset, Limit: limit, TotalRecords: total}}, err
}

// page returns the links of a page, and how many there are on all pages. It reads all
// links, since clients ask for pages by number.
func (h *handlers) page(ctx context.Context, query linkpack.LinkQuery, kind string, offset, limit int) (links []*linkpack.Link, total int, err error) {
	for link, err := range h.shortener.Links(ctx, query) {
		if err != nil {
			return nil, 0, err
		}
		if kind != "" && plain(settingOf(link)) != plain(kind) {
			continue
		}
		if total >= offset && total < offset+limit {
			links = append(links, link)
		}
		total++
	}
	return links, total, nil
}
