package linkpack

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// chosenGroup returns the group that a link is to be in, by its name or by its ID, and
// whether that differs from stored, which is nil for a new link.
func (l *Link) chosenGroup(stored *Link) (name, id string, chosen bool) {
	if stored == nil {
		stored = new(Link)
	}
	if l.Group != stored.Group {
		return l.Group, "", true
	}
	return "", l.GroupID, l.GroupID != stored.GroupID
}

// checkLinkGroup checks the group of a link and trims its name.
func (s *Shortener) checkLinkGroup(ctx context.Context, link, stored *Link) error {
	if err := checkText("group", link.Group, maxGroupLength); err != nil {
		return err
	}
	link.Group = strings.TrimSpace(link.Group)
	_, id, chosen := link.chosenGroup(stored)
	if !chosen || id == "" {
		return nil
	}
	_, err := s.groupByID(ctx, link.Workspace, id)
	return err
}

// groupByID returns the group that a link names by its ID.
func (s *Shortener) groupByID(ctx context.Context, workspace, id string) (*Document, error) {
	d, err := s.store.Document(ctx, KindGroup, workspace, id)
	if errors.Is(err, ErrNotFound) {
		return nil, invalid("group_id", "there is no group %q", clip.Text(id))
	}
	return d, err
}

// writeGrouped calls write after it has put new or restored links into their groups.
func (s *Shortener) writeGrouped(ctx context.Context, links []*Link, write func(context.Context) error) error {
	held, err := s.inGroups(ctx, links, nil)
	if err != nil {
		return err
	}
	return write(held)
}

// inGroups sets the GroupID of links that choose another group than stored, which is nil
// for new links, and makes the groups with new names. It returns a context for writing
// the links, with one more condition: the store writes them only if these groups are
// still as they were, so that no link is left in a group that was deleted.
func (s *Shortener) inGroups(ctx context.Context, links, stored []*Link) (context.Context, error) {
	g := grouping{Shortener: s, links: links, known: make(map[choice]*Group)}
	for i, link := range links {
		var before *Link
		if stored != nil {
			before = stored[i]
		}
		name, id, chosen := link.chosenGroup(before)
		if !chosen {
			continue
		}
		group, err := g.open(ctx, choice{link.Workspace, name, id})
		if err != nil {
			return nil, ofLink(i, err)
		}
		link.GroupID = group.ID
		if stored != nil { // new links choose again, as after a conflict
			link.Group = group.Name
		}
	}
	condition := ConditionOf(ctx)
	condition.Documents = slices.Clip(condition.Documents)
	for _, group := range g.known {
		condition.Documents = append(condition.Documents, DocumentRevision{KindGroup, group.Workspace, group.ID, group.Revision})
	}
	return WithCondition(ctx, condition), nil
}

// regroup chooses the group of a link that is restored: the one that update chose, else
// the one that the link had, unless that was deleted or is being deleted.
func (s *Shortener) regroup(ctx context.Context, link, deleted *Link) error {
	name, id, chosen := link.chosenGroup(deleted)
	if !chosen && id != "" {
		group, err := s.Group(permitted(ctx), link.Workspace, id)
		switch {
		case errors.Is(err, ErrNotFound) || err == nil && !group.DeletedAt.IsZero():
			id = ""
		case err != nil:
			return err
		}
	}
	link.Group, link.GroupID = name, id
	return nil
}
