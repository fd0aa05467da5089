package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestAWalkGoesOnAtItsCursor(t *testing.T) {
	kit := linkpacktest.New(t)
	grouped(t, kit, 10, linkpack.Link{Group: "g"})
	query := linkpack.LinkQuery{Group: "g", Limit: 3}
	runs := 0
	update := func(l *linkpack.Link) error { runs++; l.Notes = fmt.Sprint(len(l.Notes) + 1); return nil }
	for {
		var next string
		for batch, err := range kit.UpdateLinksWhere(t.Context(), query, update) {
			if err != nil {
				t.Fatal(err)
			}
			if next = batch.Next; next != "" {
				break
			}
		}
		if query.Cursor = next; next == "" {
			break
		}
	}
	if runs != 10 {
		t.Errorf("the update ran %d times", runs)
	}
	for link, err := range kit.Links(t.Context(), linkpack.LinkQuery{}) {
		if err != nil || link.Revision != 2 || link.Notes != "1" {
			t.Errorf("%+v, %v", link, err)
		}
	}
}

func TestAWalkEndsWithTheErrorOfTheCall(t *testing.T) {
	kit := linkpacktest.New(t)
	grouped(t, kit, 3, linkpack.Link{})
	for name, c := range map[string]struct {
		query linkpack.LinkQuery
		want  error
	}{
		"a limit":                           {linkpack.LinkQuery{Limit: 1001}, linkpack.ErrInvalid},
		"a cursor":                          {linkpack.LinkQuery{Cursor: "x"}, linkpack.ErrInvalid},
		"a search":                          {linkpack.LinkQuery{Search: strings.Repeat("x", 9000)}, linkpack.ErrInvalid},
		"the bin":                           {linkpack.LinkQuery{Bin: linkpack.OnlyBin}, linkpack.ErrInvalid},
		"the bin, too":                      {linkpack.LinkQuery{Bin: linkpack.WithBin}, linkpack.ErrInvalid},
		"a cancelled context in the middle": {linkpack.LinkQuery{Limit: 1}, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var got []error
			for batch, err := range kit.UpdateLinksWhere(ctx, c.query, func(*linkpack.Link) error { cancel(); return nil }) {
				if got = append(got, err); batch.Changed > 0 {
					t.Errorf("changed: %+v", batch)
				}
			}
			if len(got) != 1 || !errors.Is(got[0], c.want) {
				t.Errorf("errors %v, want %v", got, c.want)
			}
		})
	}
}

// TestEachLinkIsChangedOnceWhateverHappensMeanwhile has others change, create and delete
// links between and during the steps of a walk.
func TestEachLinkIsChangedOnceWhateverHappensMeanwhile(t *testing.T) {
	for seed := range uint64(20) {
		kit := linkpacktest.New(t)
		random := rand.New(rand.NewPCG(seed, 2))
		ctx := t.Context()
		var all []*linkpack.Link
		for range 3 {
			all = append(all, grouped(t, kit, 5+random.IntN(10), linkpack.Link{Group: "g", Name: "x"})...)
			all = append(all, grouped(t, kit, random.IntN(10), linkpack.Link{Group: "h", Name: "x"})...)
			kit.Clock.Advance(time.Second)
		}
		touched, visited := make(map[string]bool), make(map[string]int)
		meddle := func() {
			link := all[random.IntN(len(all))]
			touched[link.ID] = true
			switch random.IntN(4) {
			case 0:
				_ = kit.DeleteLink(ctx, "", link.ID)
			case 1:
				grouped(t, kit, 1, linkpack.Link{Group: "g", Name: "new"})
			default:
				_, _ = kit.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error {
					l.Group, l.Name = []string{"g", "h"}[random.IntN(2)], fmt.Sprint(random.IntN(100))
					return nil
				})
			}
		}
		query := linkpack.LinkQuery{Group: "g", Sort: linkpack.SortName, Limit: 1 + random.IntN(6)}
		addUp(t, kit.UpdateLinksWhere(ctx, query, func(l *linkpack.Link) error {
			if random.IntN(3) == 0 {
				meddle() // so that this link or another one of the batch is outdated
			}
			l.Metadata = map[string]string{"visited": l.Metadata["visited"] + "x"}
			l.Group, l.Name = []string{"g", "h"}[random.IntN(2)], fmt.Sprint(random.IntN(100))
			return nil
		}))
		for link, err := range kit.Links(ctx, linkpack.LinkQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			visited[link.ID] = len(link.Metadata["visited"])
			if visited[link.ID] > 1 || link.Name == "new" && visited[link.ID] > 0 {
				t.Errorf("seed %d: a link was changed %d times", seed, visited[link.ID])
			}
		}
		for _, l := range all {
			if want := map[string]int{"g": 1}[l.Group]; !touched[l.ID] && visited[l.ID] != want {
				t.Errorf("seed %d: a link of group %s was changed %d times", seed, l.Group, visited[l.ID])
			}
		}
	}
}

func TestALinkThatStopsMatchingIsLeftAlone(t *testing.T) {
	kit := linkpacktest.New(t)
	made := grouped(t, kit, 4, linkpack.Link{Group: "g"})
	moveOut := func(l *linkpack.Link) {
		change(t, kit, l, "", func(l *linkpack.Link) { l.Group = "h" })
	}
	runs := 0
	sum, _ := addUp(t, kit.UpdateLinksWhere(t.Context(), linkpack.LinkQuery{Group: "g"}, func(l *linkpack.Link) error {
		switch runs++; runs {
		case 1:
			moveOut(made[1]) // which comes later
		case 3:
			moveOut(made[3]) // which came first
		}
		l.Notes = "changed"
		return nil
	}))
	if sum.Matched != 2 || sum.Changed != 2 {
		t.Errorf("%+v", sum)
	}
	for i, want := range []string{"changed", "", "changed", ""} {
		if l, err := kit.Link(t.Context(), "", made[i].ID); err != nil || l.Notes != want {
			t.Errorf("link %d: %+v, %v", i, l, err)
		}
	}
}

// damagedList is a store with a damaged link.
type damagedList struct{ linkpack.Store }

func (s damagedList) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := s.Store.ListLinks(ctx, query)
	return page, errors.Join(err, &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "damaged", Err: errors.New("a flipped bit")})
}

func TestADamagedLinkIsToldAndKeepsNoOther(t *testing.T) {
	s, err := linkpack.New(damagedList{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	for range 3 {
		if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home}); err != nil {
			t.Fatal(err)
		}
	}
	var deleted []int // together with the damage
	for batch, err := range s.DeleteLinksWhere(t.Context(), linkpack.LinkQuery{Limit: 2}) {
		if deleted = append(deleted, batch.Changed); !errors.Is(err, linkpack.ErrDamaged) {
			t.Error(err)
		}
	}
	if !slices.Equal(deleted, []int{2, 1}) {
		t.Errorf("the batches deleted %d links", deleted)
	}
}

func TestAScopeLimitsChangesByAQuery(t *testing.T) {
	kit := linkpacktest.New(t)
	red := kit.NewLink(linkpack.Link{Destination: home, Group: "g", Tags: []string{"red"}})
	kit.NewLink(linkpack.Link{Destination: home, Group: "g", Tags: []string{"blue"}})
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "red"}))
	query := linkpack.LinkQuery{Group: "g"}
	if n, err := kit.CountLinks(ctx, query); err != nil || n != 1 {
		t.Errorf("%d links are counted, %v", n, err)
	}
	sum, _ := addUp(t, kit.UpdateLinksWhere(ctx, query, func(l *linkpack.Link) error { l.Tags = nil; return nil }))
	if sum.Matched != 1 || sum.Changed != 0 || len(sum.Failed) != 1 || sum.Failed[0].ID != red.ID || !errors.Is(sum.Failed[0].Err, linkpack.ErrForbidden) {
		t.Errorf("out of the scope: %+v", sum)
	}
	if sum, _ := addUp(t, kit.DeleteLinksWhere(ctx, query)); sum.Changed != 1 || count(t, kit, query) != 1 {
		t.Errorf("deleted: %+v", sum)
	}
}
