package linkpack_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// lbidOfVariant clicks as somebody who gets a variant, and returns the lbid.
func lbidOfVariant(t *testing.T, kit *linkpacktest.Kit, link *linkpack.Link, rule string) string {
	t.Helper()
	for i := range 1000 {
		res, err := kit.Visit(link).Key(fmt.Sprint("visitor ", i)).Resolve()
		steps(t, err)
		if path, _, _ := strings.Cut(strings.TrimPrefix(res.Location, home), "?"); path == rule {
			steps(t, kit.Record(t.Context(), res))
			return res.LBID()
		}
	}
	t.Fatalf("nobody gets %q", rule)
	return ""
}

// variantsShown returns variants as "rule clicks conversions/converted low-high".
func variantsShown(split analytics.Split) (shown []string) {
	for i := range split.Variants {
		v := &split.Variants[i]
		bounds := v.ConversionInterval()
		shown = append(shown, fmt.Sprintf("%s %d %d/%d %.3f-%.3f", v.Rule, v.Clicks, v.Conversions, v.Converted, bounds[0], bounds[1]))
	}
	return shown
}

// TestConversionsOfARemovedVariantStay has conversions on a day after the rule of their
// click was removed, and of another variant.
func TestConversionsOfARemovedVariantStay(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Rules: []routing.Rule{
		{ID: "old", Percentage: routing.Percent(30), Destination: home + "old"},
		{ID: "stays", Percentage: routing.Percent(30), Destination: home + "stays"},
	}})
	old, stays := lbidOfVariant(t, kit, link, "old"), lbidOfVariant(t, kit, link, "stays")
	kit.Clock.Advance(24 * time.Hour)
	_, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Rules = l.Rules[1:]
		return nil
	})
	steps(t, err)
	kit.Clock.Advance(24 * time.Hour)
	for _, lbid := range []string{old, old, stays} {
		_, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{Click: lbid, Kind: "purchase"})
		steps(t, err)
	}
	for range 10 {
		lbidOfVariant(t, kit, link, "")
	}
	steps(t, kit.Flush(t.Context()))
	for name, c := range map[string]struct {
		from time.Time
		want string
	}{
		"all days":               {want: "[old 1 2/1 0.207-1.000 stays 1 1/1 0.207-1.000  10 0/0 0.000-0.278]"},
		"the day of conversions": {kit.Now(), "[stays 0 1/1 0.000-1.000 old 0 2/1 0.000-1.000  10 0/0 0.000-0.278]"},
	} {
		found, err := kit.Stats(t.Context(), "", link.ID, analytics.Query{From: c.from})
		steps(t, err)
		if got := fmt.Sprint(variantsShown(found.Splits[0])); got != c.want || found.Conversions != 3 {
			t.Errorf("%s: %s of %d conversions, want %s", name, got, found.Conversions, c.want)
		}
		if check := found.Splits[0].Check; check.Mismatch || check.Skipped == "" {
			t.Errorf("%s: the check is %+v", name, check)
		}
	}
}
