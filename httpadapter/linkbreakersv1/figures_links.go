package linkbreakersv1

import (
	"cmp"
	"context"

	"github.com/linkpack/linkpack-go/linkpack"
)

// wireTopLinks is the answer to POST /v1/analytics/top-links.
type wireTopLinks struct {
	Data        []wireTopLink `json:"data"`
	TotalEvents int32         `json:"totalEvents"`
}

// wireTopLink is a link with its events.
type wireTopLink struct {
	Name       string `json:"name"`
	Shortlink  string `json:"shortlink"`
	EventCount int32  `json:"eventCount"`
}

// topLinks answers POST /v1/analytics/top-links.
func (h *handlers) topLinks(ctx context.Context, q figuresQuery, sent values) (any, error) {
	limit, err := sent.limit(10)
	if err != nil {
		return nil, err
	}
	if q.link != "" {
		return h.onlyLink(ctx, q)
	}
	q.Top = limit
	found, err := h.shortener.StatsBy(ctx, linkpack.LinkQuery{Workspace: q.workspace}, linkpack.ByLink, q.Query)
	if found == nil {
		return nil, err
	}
	damage := err
	answer := wireTopLinks{Data: []wireTopLink{}, TotalEvents: int32Of(found.Clicks())}
	for _, v := range found.Values {
		if v.Rest || v.Clicks == 0 {
			break
		}
		link, err := h.shortener.Link(ctx, q.workspace, v.Value)
		if isHidden(err) { // since a moment
			continue
		}
		if err != nil {
			return nil, err
		}
		answer.Data = append(answer.Data, topLink(link, v.Clicks))
	}
	return answer, damage
}

// onlyLink answers about one link.
func (h *handlers) onlyLink(ctx context.Context, q figuresQuery) (any, error) {
	link, err := h.shortener.Link(ctx, q.workspace, q.link)
	if err != nil {
		return nil, err
	}
	found, err := h.statsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	return wireTopLinks{[]wireTopLink{topLink(link, found.Clicks())}, int32Of(found.Clicks())}, nil
}

func topLink(link *linkpack.Link, events uint64) wireTopLink {
	return wireTopLink{cmp.Or(link.Name, link.ShortCode), link.ShortCode, int32Of(events)}
}
