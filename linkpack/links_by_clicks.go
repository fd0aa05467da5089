package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/ranking"
)

// clickList makes a page of a list that is sorted by clicks. First come the clicked links
// in the order of a ranking, which stays the same for all pages, then the other links by
// creation. An ascending list is the other way around.
type clickList struct {
	*Shortener
	query   LinkQuery
	name    string // binds cursors to the list
	ranking *ranking.Ranking
	page    LinkPage
	last    ranking.Cursor // of the last link of page
	ranked  []error        // damage among the clicked links, which may lack the ID
	listed  []error        // damage among all links
}

// listByClicks is ListLinks for [SortClicks]. The query is valid but for its cursor.
func (s *Shortener) listByClicks(ctx context.Context, query LinkQuery) (LinkPage, error) {
	l := clickList{Shortener: s, query: query, name: fmt.Sprintf("%s clicks %t", query.Workspace, query.Ascending)}
	var from ranking.Cursor
	if query.Cursor != "" {
		var ok bool
		if from, ok = ranking.ParseCursor(query.Cursor, l.name); !ok {
			return LinkPage{}, invalid("cursor", "no page of this order and workspace returned it")
		}
	}
	number, err := s.numberOfWorkspace(ctx, query.Workspace)
	if err != nil || number == 0 {
		return LinkPage{}, err
	}
	if l.ranking, err = s.rankingOf(ctx, number, from.Made); err != nil {
		return LinkPage{}, err
	}
	if err := l.fill(ctx, from); err != nil {
		return LinkPage{}, err
	}
	return l.page, l.damage()
}

// damage returns the errors about damaged links. A link that is clicked can be in both
// lists, so if there are any of all links, these alone count.
func (l *clickList) damage() error {
	if len(l.listed) > 0 {
		return errors.Join(l.listed...)
	}
	return errors.Join(l.ranked...)
}

// fill fills the page from a cursor on; the zero Cursor is the beginning.
func (l *clickList) fill(ctx context.Context, from ranking.Cursor) error {
	first, second := l.clicked, l.unclicked
	if l.query.Ascending {
		first, second = second, first
	}
	inClicked, begins := from.Clicks > 0, from == ranking.Cursor{}
	if begins || inClicked != l.query.Ascending {
		if err := first(ctx, from); err != nil || l.page.Next != "" {
			return err
		}
		from = ranking.Cursor{}
	}
	return second(ctx, from)
}

// clicked adds the links of the ranking behind a cursor.
func (l *clickList) clicked(ctx context.Context, from ranking.Cursor) error {
	for n := l.query.Limit + 1; ; n *= 2 { // more each time, since a filter may match few
		n = min(n, maxPage)
		places := l.ranking.Next(from.Place, l.query.Ascending, n)
		if len(places) == 0 {
			return nil
		}
		from.Place = places[len(places)-1]
		numbers, clicks := make([]uint32, len(places)), make(map[uint32]uint64, len(places))
		for i, p := range places {
			numbers[i], clicks[p.Link] = p.Link, p.Clicks
		}
		links, err := l.store.LinksByNumber(ctx, numbers)
		if err := noteDamage(&l.ranked, err); err != nil {
			return err
		}
		for _, link := range links {
			at := ranking.Cursor{Place: ranking.Place{Clicks: clicks[link.Number], Link: link.Number}}
			if l.query.Matches(link) && !l.add(link, at) {
				return nil
			}
		}
	}
}

// unclicked adds the links behind a cursor that the ranking does not have.
func (l *clickList) unclicked(ctx context.Context, from ranking.Cursor) error {
	query := l.query
	query.Sort, query.Cursor = SortCreated, from.Page
	for n := l.query.Limit + 1; ; n *= 2 {
		n = min(n, maxPage)
		query.Limit = n
		page, err := l.store.ListLinks(ctx, query)
		if err := noteDamage(&l.listed, err); err != nil {
			return err
		}
		for _, link := range page.Links {
			if l.ranking.Has(link.Number) || !l.isBehind(link.ID, from.ID) {
				continue
			}
			if !l.add(link, ranking.Cursor{Page: query.Cursor, ID: link.ID}) {
				return nil
			}
		}
		if query.Cursor = page.Next; query.Cursor == "" {
			return nil
		}
	}
}

// isBehind reports whether a link comes after another in the order of creation. An empty
// after is the beginning.
func (l *clickList) isBehind(id, after string) bool {
	if l.query.Ascending {
		return id > after
	}
	return after == "" || id < after
}

// add adds a link to the page. If the page is full, it sets the cursor of the next page
// and returns false.
func (l *clickList) add(link *Link, at ranking.Cursor) bool {
	if len(l.page.Links) == l.query.Limit {
		l.page.Next = l.last.Text(l.name)
		return false
	}
	at.Made = l.ranking.Made()
	l.page.Links, l.last = append(l.page.Links, link), at
	return true
}

// noteDamage adds an error about damaged links to a list, and returns any other.
func noteDamage(list *[]error, err error) error {
	if _, ok := errors.AsType[*DamagedError](err); !ok {
		return err
	}
	*list = append(*list, err)
	return nil
}
