package linkpack

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// clickers makes a page of those visitors that clicked a link.
type clickers struct {
	*Shortener
	link   uint32
	query  VisitorQuery // of the next visitors in the store
	limit  int
	page   VisitorPage
	damage error
}

// listClickers is ListVisitors for the visitors that clicked a link. It reads the
// visitors of the workspace until the page is full and there is one more.
func (s *Shortener) listClickers(ctx context.Context, query VisitorQuery) (VisitorPage, error) {
	number, err := s.numberOf(ctx, query.Workspace, query.Link)
	if err != nil {
		return VisitorPage{}, err
	}
	limit := cmp.Or(query.Limit, defaultPage)
	if limit < 0 || limit > maxPage {
		return VisitorPage{}, invalid("limit", "must be from 1 to %d", maxPage)
	}
	query.Link, query.Limit = "", maxPage
	c := &clickers{Shortener: s, link: number, query: query, limit: limit}
	for more := true; more; {
		if more, err = c.next(ctx); err != nil {
			return VisitorPage{}, err
		}
	}
	return c.page, c.damage
}

// next looks for clickers among the next visitors, and reports whether to go on.
func (c *clickers) next(ctx context.Context) (more bool, err error) {
	part, damage, err := c.part(ctx)
	if err != nil {
		return false, err
	}
	clicked, err := c.clicked(ctx, part.Visitors)
	if err != nil {
		return false, err
	}
	room := c.limit - len(c.page.Visitors)
	found, rest := choose(part.Visitors, clicked, room)
	switch {
	case rest < 0:
		c.add(found, &part, damage)
		return part.Next != "", nil
	case room == 0:
		return false, nil // the page ends at page.Next
	default: // only a page of the store has a cursor, so it must end here
		c.query.Limit = rest
		return true, nil
	}
}

// choose returns up to n visitors that clicked, and the index of the next such one, or -1
// if there is none.
func choose(visitors []*Visitor, clicked []bool, n int) (found []*Visitor, rest int) {
	for i, v := range visitors {
		if !clicked[i] {
			continue
		}
		if len(found) == n {
			return found, i
		}
		found = append(found, v)
	}
	return found, -1
}

// add adds all clickers of a part to the page.
func (c *clickers) add(found []*Visitor, part *VisitorPage, damage error) {
	c.damage = errors.Join(c.damage, damage)
	c.page.Visitors = append(c.page.Visitors, found...)
	c.query.Cursor, c.query.Limit = part.Next, maxPage
	if len(found) > 0 && len(c.page.Visitors) == c.limit {
		c.page.Next = part.Next
	}
	if part.Next == "" {
		c.page.Next = "" // there is not one more
	}
}

// part reads the next visitors, and the damage of those that it leaves out.
func (c *clickers) part(ctx context.Context) (part VisitorPage, damage, err error) {
	part, err = c.store.ListVisitors(ctx, c.query)
	if errors.Is(err, ErrDamaged) {
		damage, err = err, nil
	}
	return part, damage, err
}

// clicked reports which visitors clicked the link.
func (c *clickers) clicked(ctx context.Context, visitors []*Visitor) ([]bool, error) {
	ids := make([]string, len(visitors))
	for i, v := range visitors {
		ids[i] = v.ID
	}
	identities, err := c.store.VisitorIdentities(ctx, c.query.Workspace, ids)
	if err != nil && !errors.Is(err, ErrDamaged) { // damaged identities count as none
		return nil, err
	}
	clicked := make([]bool, len(visitors))
	var persons []uint64
	var whose []int // the index of the visitor, by that of the person
	for i := range visitors {
		k := readIdentities(identities[i])
		clicked[i] = slices.Contains(k.links, c.link)
		for _, person := range k.persons {
			persons, whose = append(persons, person), append(whose, i)
		}
	}
	have, err := c.recorder.ClickedBy(ctx, c.link, persons)
	for i, has := range have {
		clicked[whose[i]] = clicked[whose[i]] || has
	}
	return clicked, err
}
