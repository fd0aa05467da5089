package linkpack

import (
	"context"
	"errors"
)

// groupedStore is the store of a Shortener. A link has the ID of its group in the store,
// and no name. groupedStore adds the name that the group has now to the links that it
// returns, and looks for links by the name. Visits read the embedded Store itself, and
// the name only for scripts.
type groupedStore struct{ Store }

// name sets the names of the groups of links. It reads each group once. A group that
// was deleted or is damaged has no name.
func (g groupedStore) name(ctx context.Context, links ...*Link) error {
	type group struct{ workspace, id string }
	var names map[group]string
	for _, l := range links {
		if l.GroupID == "" {
			continue
		}
		at := group{l.Workspace, l.GroupID}
		name, known := names[at]
		if !known {
			var err error
			if name, err = g.nameOf(ctx, l.Workspace, l.GroupID); err != nil {
				return err
			}
			if names == nil {
				names = make(map[group]string)
			}
			names[at] = name
		}
		l.Group = name
	}
	return nil
}

// nameOf returns the name of a group.
func (g groupedStore) nameOf(ctx context.Context, workspace, id string) (string, error) {
	d, err := g.Document(ctx, KindGroup, workspace, id)
	if err == nil {
		var body *groupBody
		if body, err = decodeAs[groupBody](d); err == nil {
			return body.Name, nil
		}
	}
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
		return "", nil
	}
	return "", err
}

// named returns a link with the name of its group, without changing the link.
func (g groupedStore) named(ctx context.Context, l *Link) (*Link, error) {
	if l.GroupID == "" {
		return l, nil
	}
	return g.one(ctx, l.Clone(), nil)
}

// one adds the name of the group to the result of a method with one link.
func (g groupedStore) one(ctx context.Context, l *Link, err error) (*Link, error) {
	if err != nil {
		return nil, err
	}
	return l, g.name(ctx, l)
}

// Link implements [Links].
func (g groupedStore) Link(ctx context.Context, workspace, id string) (*Link, error) {
	l, err := g.Store.Link(ctx, workspace, id)
	return g.one(ctx, l, err)
}

// LinkByCode implements [Links].
func (g groupedStore) LinkByCode(ctx context.Context, domain, code string) (*Link, error) {
	l, err := g.Store.LinkByCode(ctx, domain, code)
	return g.one(ctx, l, err)
}

// LinkByExternalID implements [Links].
func (g groupedStore) LinkByExternalID(ctx context.Context, workspace, externalID string) (*Link, error) {
	l, err := g.Store.LinkByExternalID(ctx, workspace, externalID)
	return g.one(ctx, l, err)
}

// LinkTo implements [Links].
func (g groupedStore) LinkTo(ctx context.Context, target Target) (*Link, error) {
	l, err := g.Store.LinkTo(ctx, target)
	return g.one(ctx, l, err)
}

// LinkByNumber implements [Links].
func (g groupedStore) LinkByNumber(ctx context.Context, number uint32) (*Link, error) {
	l, err := g.Store.LinkByNumber(ctx, number)
	return g.one(ctx, l, err)
}

// LinksByNumber implements [Links].
func (g groupedStore) LinksByNumber(ctx context.Context, numbers []uint32) ([]*Link, error) {
	links, err := g.Store.LinksByNumber(ctx, numbers)
	if failed := g.name(ctx, links...); failed != nil {
		return nil, failed
	}
	return links, err // damage
}

// LinkRevisions implements [Links].
func (g groupedStore) LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) ([]*Link, error) {
	versions, err := g.Store.LinkRevisions(ctx, workspace, id, before, limit)
	if err != nil {
		return nil, err
	}
	return versions, g.name(ctx, versions...)
}

// ListLinks implements [Links].
func (g groupedStore) ListLinks(ctx context.Context, query LinkQuery) (LinkPage, error) {
	if err := g.withID(ctx, &query); err != nil {
		return LinkPage{}, err
	}
	page, err := g.Store.ListLinks(ctx, query)
	if failed := g.name(ctx, page.Links...); failed != nil {
		return LinkPage{}, failed
	}
	return page, err // damage
}

// CountMatching implements [Links].
func (g groupedStore) CountMatching(ctx context.Context, query LinkQuery) (int, error) {
	if err := g.withID(ctx, &query); err != nil {
		return 0, err
	}
	return g.Store.CountMatching(ctx, query)
}

// withID lets a query ask for the ID of a group in place of its name.
func (g groupedStore) withID(ctx context.Context, query *LinkQuery) error {
	if query.Group == "" {
		return nil
	}
	id, err := g.idOf(ctx, query.Workspace, query.Group)
	if err != nil {
		return err
	}
	if query.GroupID != nil && *query.GroupID != id {
		id = noGroup
	}
	query.Group, query.GroupID = "", &id
	return nil
}

// noGroup is an ID that no group has.
const noGroup = "none"

// idOf returns the ID of the group with a name.
func (g groupedStore) idOf(ctx context.Context, workspace, name string) (string, error) {
	d, err := g.DocumentByKey(ctx, KindGroup, groupKey(workspace, name))
	if errors.Is(err, ErrNotFound) {
		return noGroup, nil
	}
	if err != nil {
		return "", err
	}
	return d.ID, nil
}

// CreateLinks implements [Links].
func (g groupedStore) CreateLinks(ctx context.Context, links ...*Link) error {
	names := make([]string, len(links))
	for i, l := range links {
		names[i], l.Group = l.Group, ""
	}
	if err := g.Store.CreateLinks(ctx, links...); err != nil {
		for i, l := range links {
			l.Group = names[i]
		}
		return err
	}
	g.rename(ctx, links, names)
	return nil
}

// UpdateLinks implements [Links].
func (g groupedStore) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(i int, link *Link) error) ([]*Link, error) {
	names := make([]string, len(ids))
	links, err := g.Store.UpdateLinks(ctx, workspace, ids, func(i int, link *Link) error {
		err := update(i, link)
		names[i], link.Group = link.Group, ""
		return err
	})
	if err != nil {
		return nil, err
	}
	g.rename(ctx, links, names)
	return links, nil
}

// rename sets the names of the groups of links that are stored. If they cannot be read,
// it sets the names that the links had before: what is stored is no error.
func (g groupedStore) rename(ctx context.Context, links []*Link, names []string) {
	if err := g.name(context.WithoutCancel(ctx), links...); err == nil {
		return
	}
	for i, l := range links {
		l.Group = names[i]
	}
}
