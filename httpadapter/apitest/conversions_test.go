package apitest

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// importConversions makes the link "sold", with a click and two kinds of conversions.
func importConversions(t *testing.T, sv *server) {
	t.Helper()
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "sold", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	click := analytics.Click{
		ID: analytics.NewClickID(now, 0, 1).String(), Tracked: true, Link: analytics.LinkRef{ShortCode: "sold"}, Time: now, Class: analytics.Human,
	}
	sale, form := click, click
	sale.ID, form.ID = analytics.NewClickID(now, 0, 2).String(), analytics.NewClickID(now, 0, 3).String()
	sale.Class, form.Class = analytics.Conversion, analytics.Conversion
	sale.Converted = &analytics.ConversionFacts{Click: click.ID, First: true, Kind: "purchase", Value: 19.99, Currency: "EUR"}
	form.Converted = &analytics.ConversionFacts{Click: click.ID, Kind: "form.submitted"}
	taken, err := sv.shortener.ImportClicks(t.Context(), "", func(yield func(analytics.Click, error) bool) {
		_ = yield(click, nil) && yield(sale, nil) && yield(form, nil)
	})
	if err != nil || taken != 3 {
		t.Fatalf("%d imported: %v", taken, err)
	}
}
