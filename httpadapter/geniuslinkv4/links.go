package geniuslinkv4

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// link serves GetLinkMetadataRequest.
func (h *handlers) link(ctx context.Context, p linkpack.Principal, sent parameters) (any, error) {
	domain, code := sent.first("domain", "aliasDomain"), sent.first("code", "aliasCode")
	var missing error
	if domain == "" {
		missing = required("domain")
	}
	if code == "" {
		missing = errors.Join(missing, required("code"))
	}
	if missing != nil {
		return nil, missing
	}
	return h.linkAt(ctx, p, domain, code)
}

// linkOfCode serves GetShortLinkMetadataRequest.
func (h *handlers) linkOfCode(ctx context.Context, p linkpack.Principal, sent parameters) (any, error) {
	code := sent.first("baseCode")
	if code == "" {
		return nil, required("baseCode")
	}
	return h.linkAt(ctx, p, "", code)
}

// linkAt returns the link with a code on a domain, for an answer.
func (h *handlers) linkAt(ctx context.Context, p linkpack.Principal, domain, code string) (any, error) {
	link, err := h.shortener.LinkByCode(ctx, p.Workspace, domain, code)
	if err != nil {
		return nil, err
	}
	data, err := h.wire(ctx, []*linkpack.Link{link})
	if err != nil {
		return nil, err
	}
	return oneLink{data[0]}, nil
}

// linksOfIDs serves GetShortLinksMetadataRequest. Links that do not exist are left
// out.
func (h *handlers) linksOfIDs(ctx context.Context, p linkpack.Principal, sent parameters) (any, error) {
	numbers, err := readIDs(sent.first("ids"))
	if err != nil {
		return nil, err
	}
	var links []*linkpack.Link
	var damage error
	for _, number := range numbers {
		link, err := h.shortener.LinkByNumber(ctx, p.Workspace, number)
		switch {
		case err == nil:
			links = append(links, link)
		case errors.Is(err, linkpack.ErrDamaged):
			damage = errors.Join(damage, &linkpack.DamagedError{Kind: linkpack.KindLink, Err: err})
		case !errors.Is(err, linkpack.ErrNotFound):
			return nil, err
		}
	}
	data, err := h.wire(ctx, links)
	if err != nil {
		return nil, err
	}
	return manyLinks{data}, damage
}

// wire returns links of a workspace as they are sent to clients.
func (h *handlers) wire(ctx context.Context, links []*linkpack.Link) ([]wireLink, error) {
	data := make([]wireLink, len(links))
	if len(links) == 0 {
		return data, nil
	}
	zone, err := h.shortener.Timezone(ctx, links[0].Workspace)
	if err != nil {
		return nil, err
	}
	clicks, err := h.figuresOf(ctx, links)
	if err != nil {
		return nil, err
	}
	for i, link := range links {
		data[i] = h.wireLink(link, clicks[i], zone)
	}
	return data, nil
}

// wireLink returns a link as it is sent to clients.
func (h *handlers) wireLink(link *linkpack.Link, clicks figures, zone *time.Location) wireLink {
	id, tsid := idOf(link)
	archived := 0
	if link.Archived {
		archived = 1
	}
	w := wireLink{
		ID: id, TSID: tsid, DestinationURL: link.Destination, ShortURLCode: link.ShortCode, Domain: h.hostOf(link.Domain),
		LinkType: settingOf(link), LinkCreatorSetting: settingOf(link),
		HasOverride: len(link.Rules) > 0, JSONOverrides: textIf(len(link.Rules) > 0, link.Rules),
		CreatedUTC: utcTime(link.CreatedAt), CreatedUserTime: userTime(link.CreatedAt.In(zone)),
		UpdatedUTC: utcTime(link.UpdatedAt), UpdatedUserTime: userTime(link.UpdatedAt.In(zone)),
		Notes: link.Notes, Group: link.Group, Username: cmp.Or(link.Workspace, linkpack.DefaultWorkspace),
		TotalClicks: clicks.total, PreviousClicks: clicks.previous, PercentChange: clicks.change,
		IsArchived: archived, IsArchivedInt: archived, Aliases: []wireAlias{},
		JSONMetadata: textIf(len(link.Metadata) > 0, link.Metadata),
	}
	w.setProduct(link.Metadata)
	for _, alias := range link.Aliases {
		w.Aliases = append(w.Aliases, wireAlias{
			Code: alias.ShortCode, Domain: h.hostOf(alias.Domain), BaseCode: link.ShortCode, LastUpdatedUTC: utcTime(link.UpdatedAt),
		})
	}
	return w
}

// setProduct sets the fields that describe a product.
func (w *wireLink) setProduct(metadata map[string]string) {
	w.ProductURL, w.TrackingCode = metadata["productUrl"], metadata["trackingCode"]
	w.ProductName1, w.ProductName2 = metadata["productDisplayName1"], metadata["productDisplayName2"]
	w.ProductName3 = metadata["productDisplayName3"]
	w.ProductThumbnailURL = metadata["productArtworkThumbnailUrl"]
	w.ProductThumbnailURL100 = metadata["productArtworkThumbnailUrl100"]
}

// hostOf returns a link's domain, or for the default domain the host of
// Options.BaseURL with its port.
func (h *handlers) hostOf(domain string) string {
	if domain != "" {
		return domain
	}
	base, err := url.Parse(h.shortener.URL(new(linkpack.Link)))
	if err != nil {
		return ""
	}
	return base.Host
}

// textIf returns a value as JSON, or "" unless there is one.
func textIf(is bool, value any) string {
	if !is {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "" // rules and texts have a JSON form
	}
	return string(text)
}
