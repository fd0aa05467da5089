package linkpack_test

import (
	"context"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestADamagedLinkKeepsNoClicksOfOthersBack(t *testing.T) {
	s, err := linkpack.New(damagedList{memory.New()}, nil)
	steps(t, err)
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "g"})
	steps(t, err)
	redirected(t, s, link)
	found, err := s.StatsOf(t.Context(), linkpack.LinkQuery{Group: "g"}, analytics.Query{})
	if !errors.Is(err, linkpack.ErrDamaged) || found == nil || found.Clicks() != 1 {
		t.Errorf("statistics of a group: %+v, %v", found, err)
	}
	found, err = s.StatsOf(t.Context(), linkpack.LinkQuery{}, analytics.Query{})
	if err != nil || found.Clicks() != 1 {
		t.Errorf("statistics of all: %+v, %v", found, err)
	}
	var clicks, damages int
	for _, err := range s.Export(t.Context(), linkpack.ClickQuery{}) {
		switch {
		case err == nil:
			clicks++
		case clicks == 1 && errors.Is(err, linkpack.ErrDamaged):
			damages++
		default:
			t.Error(err)
		}
	}
	if clicks != 1 || damages != 1 {
		t.Errorf("exported %d clicks, damage is told %d times", clicks, damages)
	}
}

func TestStatisticsOfADomainSpeltOtherwise(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "a.example"})
	kit.Visit(kit.NewLink(linkpack.Link{Destination: home, Domain: "a.example"})).Click()
	for _, ctx := range []context.Context{
		t.Context(), linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Domain: "a.example"})),
	} {
		found, err := kit.StatsOf(ctx, linkpack.LinkQuery{Domain: new("A.Example.")}, analytics.Query{})
		if err != nil || found.Clicks() != 1 {
			t.Errorf("%+v, %v", found, err)
		}
	}
}
