package linkbreakersv1

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// showEvents returns events as they are sent to clients, with what is included.
func (h *handlers) showEvents(ctx context.Context, query *eventsQuery, clicks []analytics.Click) ([]wireEvent, error) {
	shown := make([]wireEvent, len(clicks))
	for i := range clicks {
		shown[i] = h.eventOf(query.Workspace, &clicks[i])
		if query.has(includeDevice) || query.csv {
			shown[i].Device = h.deviceOf(query.Workspace, &clicks[i])
		}
	}
	err := errors.Join(
		h.addLinks(ctx, query, clicks, shown), h.addVisitors(ctx, query, clicks, shown), h.addWorkspace(ctx, query, shown),
		h.addScores(ctx, query, clicks, shown), // after links and visitors
	)
	return shown, err
}

// addLinks sets the ids that clients know links by, and the links if they are included.
// Links that were removed have only the id of the engine left.
func (h *handlers) addLinks(ctx context.Context, query *eventsQuery, clicks []analytics.Click, shown []wireEvent) error {
	numbers := make([]uint32, len(clicks))
	for i := range clicks {
		numbers[i] = clicks[i].Link.Number
	}
	links, err := h.shortener.LinksByNumber(ctx, query.Workspace, numbers)
	if err != nil && !isPartial(err) {
		return err
	}
	wires, err := h.wiresByNumber(ctx, query, links)
	if err != nil {
		return err
	}
	for i, number := range numbers {
		if link := links[number]; link != nil {
			shown[i].LinkID = shownID(link)
		}
		shown[i].Link = wires[number]
	}
	return nil
}

// wiresByNumber returns the links that a query includes and that are not in the bin, by
// number.
func (h *handlers) wiresByNumber(ctx context.Context, query *eventsQuery, links map[uint32]*linkpack.Link) (map[uint32]*wireLink, error) {
	if !query.has(includeLink) && !query.csv {
		return nil, nil
	}
	var list []*linkpack.Link
	for _, link := range links {
		if link.DeletedAt.IsZero() {
			list = append(list, link)
		}
	}
	shown, err := h.show(ctx, list)
	wires := make(map[uint32]*wireLink, len(shown))
	for i := range shown {
		wires[list[i].Number] = &shown[i]
	}
	return wires, err
}

// addVisitors sets the visitors that events belong to. A token for some links only is
// not told of visitors.
func (h *handlers) addVisitors(ctx context.Context, query *eventsQuery, clicks []analytics.Click, shown []wireEvent) error {
	visitors, err := h.shortener.VisitorsOf(ctx, query.Workspace, clicks)
	if err != nil && !isPartial(err) && !errors.Is(err, linkpack.ErrForbidden) {
		return err
	}
	for i := range shown {
		visitor := visitors[shown[i].ID]
		if visitor == nil {
			continue
		}
		shown[i].VisitorID = visitor.ID
		if query.has(includeVisitor) || query.csv {
			shown[i].Visitor = h.visitorOf(query.principal, visitor)
		}
		if query.csv {
			shown[i].Visitor.Attributes = ownAttributes(visitor) // whatever form the token wants
		}
	}
	return nil
}

// addWorkspace sets the workspace if it is included.
func (h *handlers) addWorkspace(ctx context.Context, query *eventsQuery, shown []wireEvent) error {
	if !query.has(includeWorkspace) {
		return nil
	}
	workspace, err := h.shortener.Workspace(ctx, query.Workspace)
	if err != nil {
		return err
	}
	for i := range shown {
		shown[i].Workspace = &wireWorkspace{workspace.ID, workspace.Name, workspace.Timezone, workspace.CreatedAt}
	}
	return nil
}
