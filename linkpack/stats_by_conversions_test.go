package linkpack_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// conversionsShown returns conversions as "conversions/converted rate kinds".
func conversionsShown(c *analytics.LinkConversions, rate float64) string {
	text := fmt.Sprintf("%d/%d %.2f", c.Conversions, c.Converted, rate)
	for _, kind := range c.ConversionKinds {
		text += fmt.Sprintf(" %s:%d=%v%s", kind.Kind, kind.Count, kind.Value, kind.Currency)
		if kind.Rest {
			text += "*"
		}
	}
	return text
}

// valuesConverted returns the conversions of each value.
func valuesConverted(found *linkpack.LinkStats) string {
	var all []string
	for i := range found.Values {
		v := &found.Values[i]
		all = append(all, v.Value+" "+conversionsShown(&v.LinkConversions, v.ConversionRate()))
	}
	return strings.Join(all, "; ")
}

// soldKit has a link with 4 clicks, of which one bought twice and signed up, one with 2
// clicks that both bought, and one that nobody clicked.
func soldKit(t *testing.T) (*linkpacktest.Kit, []*linkpack.Link) {
	t.Helper()
	kit := linkpacktest.New(t)
	links := []*linkpack.Link{
		kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Tags: []string{"a", "b"}, Metadata: map[string]string{"plan": "pro"}}),
		kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Tags: []string{"b"}, Metadata: map[string]string{"plan": "free"}}),
		kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true}),
	}
	convert := func(lbid, kind string, value float64, currency string) {
		t.Helper()
		_, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{Click: lbid, Kind: kind, Value: value, Currency: currency})
		steps(t, err)
	}
	for i := range 4 {
		lbid := trackedVisit(t, kit.Shortener, links[0])
		if i == 0 {
			convert(lbid, "purchase", 0.1, "EUR")
			convert(lbid, "purchase", 10, "USD")
			convert(lbid, "sign-up", 0, "")
		}
	}
	for range 2 {
		convert(trackedVisit(t, kit.Shortener, links[1]), "purchase", 0.2, "EUR")
	}
	steps(t, kit.Flush(t.Context()))
	return kit, links
}

func TestConversionsByWhatLinksHave(t *testing.T) {
	kit, links := soldKit(t)
	first, second := "3/1 0.25 purchase:1=0.1EUR purchase:1=10USD sign-up:1=0", "2/2 1.00 purchase:2=0.4EUR"
	both := "5/3 0.50 purchase:3=0.5EUR purchase:1=10USD sign-up:1=0"
	for _, c := range []struct {
		by   linkpack.LinkDimension
		top  int
		want string
	}{
		{linkpack.ByMetadata("plan"), 0, "pro " + first + "; free " + second + ";  0/0 0.00"},
		{linkpack.ByTag, 0, "b " + both + "; a " + first + ";  0/0 0.00"},
		{linkpack.ByTag, 1, "b " + both + "; Other " + first},
		{linkpack.ByDomain, 0, " " + both},
		{linkpack.ByGroup, 0, " " + both},
		{linkpack.ByLink, 1, links[0].ID + " " + first + "; Other " + second},
	} {
		found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, c.by, analytics.Query{Top: c.top})
		steps(t, err)
		if got := valuesConverted(found); got != c.want {
			t.Errorf("%s: %s, want %s", c.by, got, c.want)
		}
		if all := conversionsShown(&found.LinkConversions, found.ConversionRate()); all != both {
			t.Errorf("%s: all are %s, want %s", c.by, all, both)
		}
	}
	same, err := kit.StatsOf(t.Context(), linkpack.LinkQuery{Tags: []string{"b"}}, analytics.Query{})
	steps(t, err)
	found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{Tags: []string{"b"}}, linkpack.ByLink, analytics.Query{})
	if err != nil || !reflect.DeepEqual(found.ConversionKinds, same.ConversionKinds) || found.Converted != same.Converted {
		t.Errorf("%+v, %v, want those of %+v", found, err, same.ConversionKinds)
	}
}

func TestConversionsCountOnTheDayOnWhichTheyHappen(t *testing.T) {
	kit, links := soldKit(t)
	lbid := trackedVisit(t, kit.Shortener, links[2])
	kit.Clock.Advance(48 * time.Hour)
	late := kit.Now()
	_, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{Click: lbid, Kind: "purchase", Value: 3, Currency: "CHF"})
	steps(t, err, kit.Flush(t.Context()))
	found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, linkpack.ByTag, analytics.Query{From: late})
	if want := " 1/1 0.00 purchase:1=3CHF; a 0/0 0.00; b 0/0 0.00"; err != nil || valuesConverted(found) != want {
		t.Errorf("%s, want %s, %v", valuesConverted(found), want, err)
	}
}

func TestOnlyTheMostFrequentKindsOfAValueAreToldApart(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	lbid := trackedVisit(t, kit.Shortener, link)
	for i := range 103 {
		for range 1 + i/102 {
			_, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{Click: lbid, Kind: fmt.Sprintf("kind-%03d", i), Value: 1, Currency: "EUR"})
			steps(t, err)
		}
	}
	steps(t, kit.Flush(t.Context()))
	found, err := kit.StatsBy(t.Context(), linkpack.LinkQuery{}, linkpack.ByTag, analytics.Query{})
	steps(t, err)
	kinds := found.Values[0].ConversionKinds
	if len(kinds) != 101 || kinds[0].Kind != "kind-102" || kinds[99].Kind != "kind-098" || kinds[100] != (analytics.ConversionCount{Kind: "Other", Count: 3, Rest: true}) {
		t.Errorf("%d kinds: %+v", len(kinds), kinds)
	}
	if found.Conversions != 104 || !reflect.DeepEqual(found.ConversionKinds, kinds) {
		t.Errorf("all are %+v", found.LinkConversions)
	}
}

func TestConversionsAreThereAfterTheEndOfAProcess(t *testing.T) {
	store := memory.New()
	s, err := linkpack.New(store, nil)
	steps(t, err)
	_, lbid := trackedClick(t, s)
	_, err = s.RecordConversion(t.Context(), order(lbid))
	steps(t, err, s.Close(context.Background())) // which folds them
	s, err = linkpack.New(store, nil)
	steps(t, err)
	defer func() { steps(t, s.Close(context.Background())) }()
	found, err := s.StatsBy(t.Context(), linkpack.LinkQuery{}, linkpack.ByDomain, analytics.Query{})
	if want := " 1/1 1.00 purchase:1=5EUR"; err != nil || valuesConverted(found) != want {
		t.Errorf("%+v, want %s, %v", found, want, err)
	}
}
