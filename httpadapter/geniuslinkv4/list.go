package geniuslinkv4

import (
	"cmp"
	"context"
	"errors"

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
	query := linkpack.LinkQuery{Workspace: p.Workspace, Group: sent.first("groupId"), Limit: 1000}
	if name := sent.first("username"); name != "" && name != cmp.Or(p.Workspace, linkpack.DefaultWorkspace) {
		return nil, &linkpack.FieldError{Field: "username", Reason: "must be the workspace of the key"}
	}
	links, total, damage := h.page(ctx, query, sent.first("linkType"), offset, limit)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return nil, damage
	}
	data, err := h.wire(ctx, links)
	if err != nil {
		return nil, err
	}
	return linkPage{Data: data, Page: wirePage{Offset: offset, Limit: limit, TotalRecords: total}}, damage
}

// page returns the links of a page, and how many there are on all pages. Clients ask
// for pages by number, so it reads all links before the page, and all others only to
// count those of a kind. The error says which of them are damaged.
func (h *handlers) page(ctx context.Context, query linkpack.LinkQuery, kind string, offset, limit int) (links []*linkpack.Link, total int, damage error) {
	for link, err := range h.shortener.Links(ctx, query) {
		switch {
		case errors.Is(err, linkpack.ErrDamaged):
			damage = errors.Join(damage, err)
			continue
		case err != nil:
			return nil, 0, err
		case kind != "" && plain(settingOf(link)) != plain(kind):
			continue
		case kind == "" && total == offset+limit:
			n, err := h.shortener.CountLinks(ctx, query)
			return links, n, cmp.Or(err, damage) // that of counting has all of them
		}
		if total >= offset && total < offset+limit {
			links = append(links, link)
		}
		total++
	}
	return links, total, damage
}
