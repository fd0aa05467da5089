package linkpack_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// shown returns values as "value clicks/links", and the rest with an asterisk.
func shown(found *linkpack.LinkStats) string {
	var all []string
	for _, v := range found.Values {
		text := fmt.Sprintf("%s %d/%d", v.Value, v.Clicks, v.Links)
		if v.Rest {
			text += "*"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// dividedKit has three links with 5, 3 and 1 clicks, and one without.
func dividedKit(t *testing.T) (*linkpacktest.Kit, []*linkpack.Link) {
	t.Helper()
	kit := linkpacktest.New(t, linkpack.Options{Domains: []string{"b.example"}})
	links := []*linkpack.Link{
		kit.NewLink(linkpack.Link{Destination: home, ShortCode: "one", Tags: []string{"spring", "shop"}, Group: "news", Metadata: map[string]string{"plan": "pro"}}),
		kit.NewLink(linkpack.Link{Destination: home, ShortCode: "two", Tags: []string{"spring"}, Metadata: map[string]string{"plan": "free", "owner": "ann"}}),
		kit.NewLink(linkpack.Link{Destination: home, ShortCode: "three", Metadata: map[string]string{"plan": "pro"}}),
		kit.NewLink(linkpack.Link{Destination: home, ShortCode: "four", Domain: "b.example"}),
	}
	for i, n := range []int{5, 3, 1} {
		visitors(t, kit.Shortener, links[i], n)
	}
	return kit, links
}

func TestClicksByWhatLinksHave(t *testing.T) {
	kit, links := dividedKit(t)
	for _, c := range []struct {
		by    linkpack.LinkDimension
		links linkpack.LinkQuery
		top   int
		want  string
	}{
		{by: linkpack.ByMetadata("plan"), want: "pro 6/2, free 3/1,  0/1"},
		{by: linkpack.ByMetadata("owner"), want: " 6/3, ann 3/1"},
		{by: linkpack.ByMetadata("unknown"), want: " 9/4"},
		{by: linkpack.ByTag, want: "spring 8/2, shop 5/1,  1/2"},
		{by: linkpack.ByGroup, want: "news 5/1,  4/3"},
		{by: linkpack.ByDomain, want: " 9/3, b.example 0/1"},
		{by: linkpack.ByTag, top: 1, want: "spring 8/2, Other 6/3*"},
		{by: linkpack.ByTag, top: 3, want: "spring 8/2, shop 5/1,  1/2"},
		{by: linkpack.ByMetadata("plan"), links: linkpack.LinkQuery{Tags: []string{"spring"}}, want: "pro 5/1, free 3/1"},
		{by: linkpack.ByTag, links: linkpack.LinkQuery{Metadata: map[string]string{"plan": "pro"}}, want: "shop 5/1, spring 5/1,  1/1"},
		{by: linkpack.ByLink, top: 1, want: links[0].ID + " 5/1, Other 4/3*"},
		{by: linkpack.ByTag, links: linkpack.LinkQuery{Tags: []string{"none"}}, want: ""},
	} {
		found, err := kit.StatsBy(t.Context(), c.links, c.by, analytics.Query{Top: c.top})
		if err != nil || shown(found) != c.want {
			t.Errorf("%s of %+v: %v, want %s, %v", c.by, c.links, found, c.want, err)
		}
	}
}

func TestClicksCountForTheValueThatALinkHasNow(t *testing.T) {
	kit, links := dividedKit(t)
	plan := linkpack.ByMetadata("plan")
	_, err := kit.UpdateLink(t.Context(), "", links[0].ID, func(l *linkpack.Link) error {
		l.Metadata["plan"] = "free"
		return nil
	})
	steps(t, err)
	found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, plan, analytics.Query{})
	if err != nil || shown(found) != "free 8/2, pro 1/1,  0/1" {
		t.Errorf("changed: %v, %v", found, err)
	}
	steps(t, kit.DeleteLink(t.Context(), "", links[0].ID))
	for bin, want := range map[linkpack.BinFilter]string{
		linkpack.WithoutBin: "free 3/1, pro 1/1,  0/1", linkpack.OnlyBin: "free 5/1", linkpack.WithBin: "free 8/2, pro 1/1,  0/1",
	} {
		found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{Bin: bin}, plan, analytics.Query{})
		if err != nil || shown(found) != want {
			t.Errorf("bin %d: %v, %v", bin, found, err)
		}
	}
}

func TestClicksByWhatLinksHaveInARange(t *testing.T) {
	kit, links := dividedKit(t)
	start := kit.Clock.Now()
	kit.Clock.Advance(48 * time.Hour)
	visitors(t, kit.Shortener, links[2], 2)
	kit.Visit(links[2]).Method("HEAD").Click()
	plan := linkpack.ByMetadata("plan")
	found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, plan, analytics.Query{From: start.AddDate(0, 0, 1)})
	if err != nil || shown(found) != "pro 2/2,  0/1, free 0/1" {
		t.Errorf("the days after the first: %v, %v", found, err)
	}
	head := found.Values[0].Classes[analytics.Head]
	if !found.From.Equal(time.Date(2026, 1, 6, 0, 0, 0, 0, time.UTC)) || !found.To.Equal(time.Date(2026, 1, 8, 0, 0, 0, 0, time.UTC)) || found.Clicks() != 2 || head != 1 {
		t.Errorf("%v to %v, %d clicks, %d of class head", found.From, found.To, found.Clicks(), head)
	}
	if found, err = kit.StatsBy(t.Context(), linkpack.LinkQuery{}, plan, analytics.Query{}); err != nil || found.Clicks() != 11 {
		t.Errorf("since the first link: %v, %v", found, err)
	}
}

// TestClicksByMetadataAreThoseOfTheLinks compares random links with a naive count.
func TestClicksByMetadataAreThoseOfTheLinks(t *testing.T) {
	kit := linkpacktest.New(t)
	random := rand.New(rand.NewPCG(16, 6))
	clicks, members := make(map[string]uint64), make(map[string]int)
	for i := range 1100 {
		value := fmt.Sprint("v", random.IntN(1_000_000))
		link := kit.NewLink(linkpack.Link{Destination: home, Metadata: map[string]string{"key": value}})
		members[value]++
		if i%4 == 0 {
			n := random.IntN(4)
			visitors(t, kit.Shortener, link, n)
			clicks[value] += uint64(n)
		}
	}
	var values []string
	for value := range members {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b string) int {
		if clicks[a] != clicks[b] {
			return int(clicks[b]) - int(clicks[a])
		}
		return strings.Compare(a, b)
	})
	for _, top := range []int{0, 1, 7, 500} {
		found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, linkpack.ByMetadata("key"), analytics.Query{Top: top})
		steps(t, err)
		var want []string
		var rest linkpack.LinkCount
		for i, value := range values {
			if i < cmp.Or(top, 1000) {
				want = append(want, fmt.Sprintf("%s %d/%d", value, clicks[value], members[value]))
				continue
			}
			rest.Clicks, rest.Links = rest.Clicks+clicks[value], rest.Links+members[value]
		}
		want = append(want, fmt.Sprintf("Other %d/%d*", rest.Clicks, rest.Links))
		if got := shown(found); got != strings.Join(want, ", ") {
			t.Errorf("top %d: %s\nwant %s", top, got, strings.Join(want, ", "))
		}
	}
}

func TestClicksByWhatLinksCannotHave(t *testing.T) {
	kit := linkpacktest.New(t)
	filter := map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}
	keys := make(map[string]string)
	for i := range 51 {
		keys[fmt.Sprint(i)] = ""
	}
	for name, c := range map[string]struct {
		by    linkpack.LinkDimension
		links linkpack.LinkQuery
		query analytics.Query
		field string
	}{
		"no dimension":        {field: "by"},
		"another dimension":   {by: "country", field: "by"},
		"no key":              {by: "metadata:", field: "by"},
		"a long key":          {by: linkpack.ByMetadata(strings.Repeat("k", 101)), field: "by"},
		"a key with a NUL":    {by: linkpack.ByMetadata("a\x00b"), field: "by"},
		"too many values":     {by: linkpack.ByTag, query: analytics.Query{Top: 1001}, field: "top"},
		"fewer than none":     {by: linkpack.ByTag, query: analytics.Query{Top: -1}, field: "top"},
		"a filter":            {by: linkpack.ByTag, query: analytics.Query{Filter: filter}, field: "Filter"},
		"links of their own":  {by: linkpack.ByTag, query: analytics.Query{Links: []uint32{1}}, field: "links"},
		"no range":            {by: linkpack.ByTag, query: analytics.Query{From: kit.Now(), To: kit.Now()}, field: "to"},
		"too much metadata":   {by: linkpack.ByTag, links: linkpack.LinkQuery{Metadata: keys}, field: "metadata"},
		"no place for search": {by: linkpack.ByTag, links: linkpack.LinkQuery{SearchIn: 9}, field: "search_in"},
	} {
		_, err := kit.StatsBy(t.Context(), c.links, c.by, c.query)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != c.field {
			t.Errorf("%s: %v, want a fault of %s", name, err, c.field)
		}
	}
	if _, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{Workspace: "nobody"}, linkpack.ByTag, analytics.Query{}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
}

func TestAScopeSeesTheClicksOfItsLinksAlone(t *testing.T) {
	kit, _ := dividedKit(t)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "shop"}))
	found, err := kit.StatsBy(ctx, linkpack.LinkQuery{}, linkpack.ByMetadata("plan"), analytics.Query{})
	if err != nil || shown(found) != "pro 5/1" {
		t.Errorf("%v, %v", found, err)
	}
}

func TestADamagedLinkHidesNoFiguresOfOthers(t *testing.T) {
	s, err := linkpack.New(damagedList{memory.New()}, nil)
	steps(t, err)
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "g"})
	steps(t, err)
	redirected(t, s, link)
	found, err := s.StatsBy(t.Context(), linkpack.LinkQuery{}, linkpack.ByGroup, analytics.Query{})
	if !errors.Is(err, linkpack.ErrDamaged) || found == nil || shown(found) != "g 1/1" {
		t.Errorf("%+v, %v", found, err)
	}
}
