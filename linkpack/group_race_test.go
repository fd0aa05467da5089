package linkpack_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// atOnce runs calls at the same time and returns their errors.
func atOnce(calls ...func() error) []error {
	errs := make([]error, len(calls))
	var wg sync.WaitGroup
	for i, call := range calls {
		wg.Go(func() { errs[i] = call() })
	}
	wg.Wait()
	return errs
}

func TestOfSeveralLinksWithANewNameOneMakesTheGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	for round := range 20 {
		name := fmt.Sprint("g", round)
		made := make([]*linkpack.Link, 4)
		var calls []func() error
		for i := range made {
			calls = append(calls, func() (err error) {
				made[i], err = kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: name})
				return err
			})
		}
		if err := errors.Join(atOnce(calls...)...); err != nil {
			t.Fatal(err)
		}
		for _, link := range made {
			if link.GroupID != made[0].GroupID || link.Group != name {
				t.Fatalf("links in %q and %q", link.GroupID, made[0].GroupID)
			}
		}
	}
}

func TestNoLinkIsLeftInAGroupThatIsDeleted(t *testing.T) {
	kit := linkpacktest.New(t)
	none := ""
	for round := range 40 {
		group := newGroup(t, kit.Shortener, fmt.Sprint("g", round), "")
		outside := kit.NewLink(linkpack.Link{Destination: home})
		in := linkpack.Link{Destination: home, GroupID: group.ID}
		gone := binned(t, kit, in)
		to := []*string{nil, &none}[round%2]
		errs := atOnce(
			func() error { return only(kit.CreateLink(t.Context(), in)) },
			func() error { return only(kit.UpdateLink(t.Context(), "", outside.ID, inGroupByID(group.ID))) },
			func() error { return only(kit.RestoreLink(t.Context(), "", gone.ID, nil)) },
			func() error {
				return only(kit.CreateGroup(t.Context(), linkpack.Group{Name: fmt.Sprint("in", round), Parent: group.ID}))
			},
			func() error { return kit.DeleteGroup(t.Context(), "", group.ID, to) },
		)
		for i, err := range errs[:4] {
			if err != nil && !errors.Is(err, linkpack.ErrInvalid) {
				t.Errorf("call %d: %v", i, err)
			}
		}
		deleted := errs[4]
		if deleted != nil && !errors.Is(deleted, linkpack.ErrNotEmpty) || deleted != nil && to != nil {
			t.Errorf("deleting the group: %v", deleted)
		}
		left := len(codesOf(t, kit.Shortener, linkpack.LinkQuery{GroupID: &group.ID}))
		groups, err := kit.Groups(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if g.Parent == group.ID {
				left++
			}
			if !g.DeletedAt.IsZero() {
				t.Fatalf("%+v is marked", g)
			}
		}
		if deleted == nil && left > 0 || deleted != nil && left == 0 {
			t.Fatalf("%d links and groups are left, and deleting the group: %v", left, deleted)
		}
	}
}

func TestGroupsNeverFormACircle(t *testing.T) {
	kit := linkpacktest.New(t)
	for round := range 40 {
		var ring [3]*linkpack.Group
		for i := range ring {
			ring[i] = newGroup(t, kit.Shortener, fmt.Sprint(round, " ", i), "")
		}
		errs := atOnce(
			func() error { return only(kit.UpdateGroup(t.Context(), "", ring[0].ID, under(ring[1].ID))) },
			func() error { return only(kit.UpdateGroup(t.Context(), "", ring[1].ID, under(ring[2].ID))) },
			func() error { return only(kit.UpdateGroup(t.Context(), "", ring[2].ID, under(ring[0].ID))) },
		)
		failed := 0
		for _, err := range errs {
			if errors.Is(err, linkpack.ErrInvalid) {
				failed++
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if failed != 1 {
			t.Fatalf("%d moves of three failed: %v", failed, errs)
		}
	}
}

func TestAGroupIsDeletedOnceByTwo(t *testing.T) {
	kit := linkpacktest.New(t)
	none := ""
	for round := range 20 {
		link := kit.NewLink(linkpack.Link{Destination: home, Group: fmt.Sprint("g", round)})
		remove := func(to *string) func() error {
			return func() error { return kit.DeleteGroup(t.Context(), "", link.GroupID, to) }
		}
		for i, err := range atOnce(remove(&none), remove(nil), remove(&none)) {
			if err != nil && !errors.Is(err, linkpack.ErrNotFound) && (i != 1 || !errors.Is(err, linkpack.ErrNotEmpty)) {
				t.Fatalf("call %d: %v", i, err)
			}
		}
		if _, err := kit.Group(t.Context(), "", link.GroupID); !errors.Is(err, linkpack.ErrNotFound) {
			t.Fatalf("the group: %v", err)
		}
		if got, err := kit.Link(t.Context(), "", link.ID); err != nil || got.GroupID != "" {
			t.Fatalf("the link: %+v, %v", got, err)
		}
	}
}
