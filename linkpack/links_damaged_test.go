package linkpack_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedLink is a store in which a link cannot be read.
type damagedLink struct {
	linkpack.Store
	number uint32
}

// LinksByNumber implements [linkpack.Links].
func (s *damagedLink) LinksByNumber(ctx context.Context, numbers []uint32) ([]*linkpack.Link, error) {
	links, err := s.Store.LinksByNumber(ctx, numbers)
	return s.without(links, err)
}

// ListLinks implements [linkpack.Links].
func (s *damagedLink) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := s.Store.ListLinks(ctx, q)
	page.Links, err = s.without(page.Links, err)
	return page, err
}

// without leaves the damaged link out, and returns an error for it.
func (s *damagedLink) without(links []*linkpack.Link, err error) ([]*linkpack.Link, error) {
	i := slices.IndexFunc(links, func(l *linkpack.Link) bool { return l.Number == s.number })
	if err != nil || i < 0 {
		return links, err
	}
	damage := &linkpack.DamagedError{Kind: linkpack.KindLink, ID: links[i].ID, Err: linkpack.ErrDamaged}
	return slices.Delete(links, i, i+1), damage
}

func TestAListByClicksLeavesOutDamagedLinks(t *testing.T) {
	store := &damagedLink{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	links, err := s.CreateLinks(t.Context(), []linkpack.Link{{Destination: home}, {Destination: home}, {Destination: home}, {Destination: home}})
	if err != nil {
		t.Fatal(err)
	}
	visitors(t, s, links[2], 2)
	visitors(t, s, links[0], 1)
	for i, want := range [][]*linkpack.Link{
		{links[2], links[3], links[1]}, {links[2], links[0], links[3]}, {links[0], links[3], links[1]}, {links[2], links[0], links[1]},
	} {
		store.number = links[i].Number
		page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: linkpack.SortClicks})
		damaged, ok := errors.AsType[*linkpack.DamagedError](err)
		if !ok || damaged.ID != links[i].ID || strings.Count(err.Error(), links[i].ID) != 1 || !slices.EqualFunc(page.Links, want, func(a, b *linkpack.Link) bool { return a.ID == b.ID }) {
			t.Errorf("without link %d: %d links, %v", i, len(page.Links), err)
		}
	}
}
