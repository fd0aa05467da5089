package linkpackv1_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// TestStatsHaveConversionsOfVariants imports 20 clicks of a rule, one of which bought
// something twice.
func TestStatsHaveConversionsOfVariants(t *testing.T) {
	sv := newServer(t, nil)
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{
		ShortCode: "sold", Destination: "https://example.com/", Rules: []routing.Rule{
			{ID: "half", Percentage: routing.Percent(50), Destination: "https://example.com/half"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sv.shortener.ImportClicks(t.Context(), "", sales(link, sv.shortener.Now())); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"?by=tag", "?by=metadata:plan", "", "/sold"} {
		conversionsAre(t, path, sv.ok(t, "GET", "/api/v1/stats"+path, ""), "3 of 1 at 0.05")
	}
	values := sv.ok(t, "GET", "/api/v1/stats?by=tag", "")["values"].([]any)
	conversionsAre(t, "by=tag, links without tags", values[0].(object), "3 of 1 at 0.05")
	stats := sv.ok(t, "GET", "/api/v1/stats/sold?granularity=day", "")
	if stats["totalClicks"] != 20.0 || stats["conversions"] != 3.0 || stats["convertedClicks"] != 1.0 || stats["conversionRate"] != 0.05 {
		t.Errorf("%v clicks, %v conversions of %v, rate %v", stats["totalClicks"], stats["conversions"], stats["convertedClicks"], stats["conversionRate"])
	}
	if day := stats["series"].([]any)[0].(object); day["clicks"] != 20.0 || day["conversions"] != 3.0 {
		t.Errorf("the series begins with %v", day)
	}
	variants := stats["splits"].([]any)[0].(object)["variants"].([]any)
	half, none := variants[0].(object), variants[1].(object)
	if half["conversions"] != 3.0 || half["convertedClicks"] != 1.0 || half["conversionRate"] != 0.05 || fmt.Sprintf("%.4f", half["conversionInterval"]) != "[0.0089 0.2361]" {
		t.Errorf("the variant is %v", half)
	}
	if none["conversions"] != 0.0 || fmt.Sprint(none["conversionInterval"]) != "[0 1]" {
		t.Errorf("the variant without clicks is %v", none)
	}
}

// conversionsAre checks the conversions in figures.
func conversionsAre(t *testing.T, name string, figures object, want string) {
	t.Helper()
	if got := fmt.Sprintf("%v of %v at %v", figures["conversions"], figures["convertedClicks"], figures["conversionRate"]); got != want {
		t.Errorf("%s: conversions are %s, want %s", name, got, want)
	}
	want = "[map[count:2 currency:EUR kind:purchase value:39.98] map[count:1 currency:<nil> kind:form.submitted value:0]]"
	if got := fmt.Sprint(figures["conversionKinds"]); got != want {
		t.Errorf("%s: kinds are %s, want %s", name, got, want)
	}
}

// sales yields 20 clicks of the link's rule, and three conversions of the first.
func sales(link *linkpack.Link, at time.Time) func(func(analytics.Click, error) bool) {
	clicks := make([]analytics.Click, 23)
	for i := range clicks {
		clicks[i] = analytics.Click{
			ID: analytics.NewClickID(at, 0, uint64(i)).String(), Tracked: true, Link: analytics.LinkRef{ID: link.ID}, Time: at, Class: analytics.Human,
			Rule: "half", Draws: []analytics.SplitDraw{{Split: link.Rules[0].Split, U: 7}},
		}
	}
	for i := range 2 {
		clicks[20+i].Converted = &analytics.ConversionFacts{Click: clicks[0].ID, First: i == 0, Kind: "purchase", Value: 19.99, Currency: "EUR"}
	}
	clicks[22].Converted = &analytics.ConversionFacts{Click: clicks[0].ID, Kind: "form.submitted"}
	return func(yield func(analytics.Click, error) bool) {
		for i, c := range clicks {
			if i >= 20 {
				c.Class = analytics.Conversion
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}
