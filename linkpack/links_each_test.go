package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestOneBadLinkDoesNotRefuseTheOthers(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "old"})
	deleteElsewhere(t, kit, "gone")
	made, err := kit.CreateEach(t.Context(), []linkpack.Link{
		{Destination: home, ShortCode: "a"},
		{Destination: "nowhere"},
		{Destination: home, ShortCode: "old"},
		{Destination: home},
		{Destination: home, ShortCode: "a"},
		{Destination: home, ShortCode: "b", Aliases: []linkpack.Alias{{ShortCode: "gone"}}},
		{Destination: home, ShortCode: "b"},
		{Destination: home, Workspace: "nobody's"},
		{Destination: home, ShortCode: "c", Aliases: []linkpack.Alias{{ShortCode: "b"}}},
	})
	want := map[int]string{
		1: "links[1].destination: must be an absolute URL, as in https://example.com/page",
		2: `short code "old": already exists`,
		4: `short code "a": already exists`,
		5: `short code "gone": belonged to a link of another workspace, and is never given again`,
		7: `workspace "nobody's": linkpack: not found`,
		8: `short code "b": already exists`,
	}
	got := make(map[int]string)
	for i, err := range linkpack.LinkErrors(err) {
		got[i] = err.Error()
	}
	if !maps.Equal(got, want) {
		t.Errorf("errors are %v,\nwant %v", got, want)
	}
	for i, link := range made {
		if _, failed := want[i]; failed != (link == nil) {
			t.Errorf("link %d is %v", i, link)
		}
		if link == nil {
			continue
		}
		if stored, err := kit.Link(t.Context(), "", link.ID); err != nil || stored.ShortCode != link.ShortCode || stored.ShortCode == "" {
			t.Errorf("link %d is stored as %+v, %v", i, stored, err)
		}
	}
	if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Index != 2 || taken.Field != "short_code" {
		t.Errorf("the first taken code is %+v", taken)
	}
}

// TestEachIsLikeOneByOne compares calls of CreateEach with calls of CreateLink for
// each link.
func TestEachIsLikeOneByOne(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 0))
		each, single := linkpacktest.New(t), linkpacktest.New(t)
		for range 3 {
			links := make([]linkpack.Link, random.IntN(12))
			for i := range links {
				links[i] = linkpack.Link{Destination: []string{home, home, home, "nowhere"}[random.IntN(4)]}
				if random.IntN(5) > 0 {
					links[i].ShortCode = fmt.Sprint("code", random.IntN(15))
				}
				if random.IntN(4) == 0 {
					links[i].Aliases = []linkpack.Alias{{ShortCode: fmt.Sprint("code", random.IntN(15))}}
				}
			}
			made, err := each.CreateEach(t.Context(), links)
			if made == nil {
				t.Fatal(err)
			}
			var want []int
			failed := indexes(t, err)
			for i, link := range links {
				if _, err := single.CreateLink(t.Context(), link); err != nil {
					want = append(want, i)
				}
			}
			if !slices.Equal(failed, want) {
				t.Fatalf("seed %d: %+v\nfailed %v, one by one %v", seed, links, failed, want)
			}
		}
	}
}

func TestAFailingStoreRefusesEach(t *testing.T) {
	store := &dying{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	made, err := s.CreateEach(t.Context(), []linkpack.Link{{Destination: home}, {Destination: "nowhere"}})
	if made != nil || err == nil || len(indexes(t, err)) != 0 {
		t.Errorf("made %v, %v", made, err)
	}
}

// indexes returns those of LinkErrors.
func indexes(t *testing.T, err error) (list []int) {
	t.Helper()
	for i, fault := range linkpack.LinkErrors(err) {
		if fault == nil {
			t.Errorf("link %d has no error", i)
		}
		list = append(list, i)
	}
	return list
}

func TestErrorsOfSeveralLinksAreWalked(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "old"})
	_, invalid := kit.CreateLinks(t.Context(), []linkpack.Link{{}, {Destination: home}, {Destination: "x", ShortCode: "?"}})
	_, taken := kit.CreateLinks(t.Context(), []linkpack.Link{{Destination: home}, {Destination: home, ShortCode: "old"}})
	_, unknown := kit.UpdateLinks(t.Context(), "", []string{"nobody"}, func(int, *linkpack.Link) error { return nil })
	for name, c := range map[string]struct {
		err  error
		want []int
	}{
		"invalid links":      {invalid, []int{0, 2}},
		"a taken code":       {taken, []int{1}},
		"an unknown link":    {unknown, []int{0}},
		"wrapped":            {fmt.Errorf("import: %w", invalid), []int{0, 2}},
		"deleted":            {kit.DeleteLinks(t.Context(), "", []string{"nobody"}), []int{0}},
		"of the whole call":  {errors.New("disk full"), nil},
		"of a single field":  {&linkpack.FieldError{Field: "x", Reason: "y"}, nil},
		"joined with others": {errors.Join(errors.New("x"), taken), []int{1}},
		"none":               {nil, nil},
	} {
		if got := indexes(t, c.err); !slices.Equal(got, c.want) {
			t.Errorf("%s: indexes %v, want %v", name, got, c.want)
		}
	}
	for i, fault := range linkpack.LinkErrors(invalid) {
		if i != 0 || fault == nil {
			t.Errorf("the walk begins with link %d: %v", i, fault)
		}
		break // ends it
	}
}

// picky is a store that refuses links with a name.
type picky struct{ linkpack.Store }

func (s picky) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	for i, link := range links {
		if link.Name != "" {
			return &linkpack.IndexError{Index: i, Err: &linkpack.FieldError{Field: "name", Reason: "is not wanted"}}
		}
	}
	return s.Store.CreateLinks(ctx, links...)
}

func TestALinkThatTheStoreRefusesFailsAlone(t *testing.T) {
	s, err := linkpack.New(picky{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	made, err := s.CreateEach(t.Context(), []linkpack.Link{
		{Destination: "nowhere"}, {Destination: home}, {Destination: home, Name: "x"}, {Destination: home},
	})
	if got := indexes(t, err); !slices.Equal(got, []int{0, 2}) || made[1] == nil || made[2] != nil || made[3] == nil {
		t.Errorf("made %v, failed %v", made, got)
	}
	if !strings.Contains(err.Error(), "links[2].name: is not wanted") {
		t.Errorf("the error is %v", err)
	}
}
