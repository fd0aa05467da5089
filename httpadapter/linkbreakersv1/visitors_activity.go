package linkbreakersv1

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// The things that clients may ask for beside visitors.
const (
	includeDevices = "devices"
	includeEvents  = "events"
	includeLinks   = "links"
)

const (
	// activityRead is how many events of a visitor are read, the latest. A visitor with
	// more has no counts.
	activityRead = 1000
	// activityShown is how many of them are shown.
	activityShown = 100
)

// visitorIncludes reads what a request asks for.
func (p parameters) visitorIncludes() ([]string, error) {
	return p.chosen("include", includeDevices, includeEvents, includeLinks)
}

// activity is what a visitor did, latest first.
type activity struct {
	clicks   []analytics.Click
	complete bool // whether clicks are all
	devices  []*wireDevice
	links    []uint32 // numbers
}

// activityOf reads the latest events of a visitor.
func (h *handlers) activityOf(ctx context.Context, visitor *linkpack.Visitor) (*activity, error) {
	page, err := h.shortener.Events(ctx, linkpack.EventQuery{Workspace: visitor.Workspace, Visitor: visitor.ID, Limit: activityRead})
	if err != nil && page.Events == nil {
		return nil, err
	}
	a := &activity{clicks: page.Events, complete: page.Next == "" && err == nil}
	known := make(map[string]*wireDevice)
	for i := range a.clicks {
		click := &a.clicks[i]
		id := linkpack.DeviceID(visitor.Workspace, click)
		if known[id] == nil {
			known[id] = h.deviceOf(visitor.Workspace, click)
			a.devices = append(a.devices, known[id])
		}
		known[id].CreatedAt = &click.Time
		if !slices.Contains(a.links, click.Link.Number) {
			a.links = append(a.links, click.Link.Number)
		}
	}
	return a, nil
}

// showVisitor returns a visitor with the counts of what it did, and what is included.
func (h *handlers) showVisitor(ctx context.Context, p linkpack.Principal, visitor *linkpack.Visitor, included []string) (*wireVisitor, error) {
	shown := h.visitorOf(p, visitor)
	a, err := h.activityOf(ctx, visitor)
	if err != nil {
		return nil, err
	}
	if a.complete {
		shown.VisitCount, shown.DeviceCount, shown.QRCodeCount = strconv.Itoa(len(a.clicks)), strconv.Itoa(len(a.devices)), strconv.Itoa(len(a.links))
	}
	if slices.Contains(included, includeDevices) {
		shown.Devices = a.devices
	}
	if !slices.Contains(included, includeEvents) && !slices.Contains(included, includeLinks) {
		return shown, nil
	}
	links, err := h.shortener.LinksByNumber(ctx, visitor.Workspace, a.links)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, err
	}
	if slices.Contains(included, includeEvents) {
		shown.Events = a.events(links)
	}
	if slices.Contains(included, includeLinks) {
		shown.Links = h.linksOf(a, links)
	}
	return shown, nil
}

// events returns the latest events.
func (a *activity) events(links map[uint32]*linkpack.Link) []wireVisitorEvent {
	var list []wireVisitorEvent
	for i := range a.clicks[:min(len(a.clicks), activityShown)] {
		click := &a.clicks[i]
		e := wireVisitorEvent{
			ID: click.ID, LinkID: click.Link.ID, Action: strings.TrimPrefix(actionOf(click), "ACTION_"),
			VisitType: strings.TrimPrefix(visitTypeOf(click.Familiarity), "VISIT_TYPE_"),
			ScannedAt: click.Time, CreatedAt: click.Time,
		}
		if link := links[click.Link.Number]; link != nil {
			e.LinkID = shownID(link)
		}
		list = append(list, e)
	}
	return list
}

// linksOf returns the links of events with their counts. Links that were removed are left
// out.
func (h *handlers) linksOf(a *activity, links map[uint32]*linkpack.Link) []wireVisitorLink {
	var list []wireVisitorLink
	for _, number := range a.links {
		link := links[number]
		if link == nil {
			continue
		}
		shown := wireVisitorLink{ID: shownID(link), Name: link.Name, Shortlink: link.ShortCode, Entrypoint: h.shortener.URL(link)}
		n := 0
		for i := range a.clicks {
			if a.clicks[i].Link.Number != number {
				continue
			}
			if n++; n == 1 {
				shown.LastVisitedAt = a.clicks[i].Time
			}
			shown.FirstVisitedAt = a.clicks[i].Time
		}
		shown.EventCount = strconv.Itoa(n)
		list = append(list, shown)
	}
	return list
}
