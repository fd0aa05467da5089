package linkpack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// converter is a kit with a tracked link and the lbid of a click on it.
type converter struct {
	*linkpacktest.Kit
	link *linkpack.Link
	lbid string
}

func newConverter(t testing.TB, opts ...linkpack.Options) *converter {
	t.Helper()
	kit := linkpacktest.New(t, opts...)
	link := kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	return &converter{kit, link, lbidOf(kit, link)}
}

// conversions returns those in the log, in order.
func (c *converter) conversions(t testing.TB) (all []analytics.Click) {
	t.Helper()
	if err := c.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for click, err := range c.Export(t.Context(), linkpack.ClickQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if click.Class == analytics.Conversion {
			all = append(all, click)
		}
	}
	return all
}

func TestAConversionIsOfItsClick(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Rules: []routing.Rule{
		{ID: "german", Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: home + "de"},
	}})
	visit := kit.Visit(link).From("DE").Referer("https://news.example/").Query("qr=poster&utm_source=mail").Key("user 7")
	res, err := visit.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if err := kit.Record(t.Context(), res); err != nil {
		t.Fatal(err)
	}
	kit.Clock.Advance(26 * time.Hour)
	made, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: res.LBID(), Kind: "purchase", Value: 19.99, Currency: "eur", Properties: json.RawMessage(`{ "order": 7 }`), FormResponses: json.RawMessage("null"),
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := linkpack.ClickIDOf(res.LBID())
	if err != nil {
		t.Fatal(err)
	}
	facts := made.Converted
	if facts.Click != id || !facts.First || facts.Kind != "purchase" || facts.Value != 19.99 || facts.Currency != "EUR" ||
		string(facts.Properties) != `{"order":7}` || facts.FormResponses != nil {
		t.Errorf("converted %+v", facts)
	}
	if made.Class != analytics.Conversion || made.ID == id || !made.Time.Equal(kit.Clock.Now()) || made.Link.ID != link.ID {
		t.Errorf("recorded %+v", made)
	}
	if made.Rule != "german" || made.Place.Country != "DE" || made.Referrer != "news.example" || !made.Scan || made.Placement != "poster" || made.UTM.Source != "mail" {
		t.Errorf("it is not of its click: %+v", made)
	}
	if again, err := kit.RecordConversion(t.Context(), linkpack.NewConversion{Click: res.LBID(), Kind: "purchase"}); err != nil || again.Converted.First || again.ID == made.ID {
		t.Errorf("a second one: %+v, %v", again, err)
	}
	if got := kit.Count(link); got != 1 {
		t.Errorf("%d clicks", got)
	}
}

func TestVisitorsOfAWorkspaceAreKnownAgainByTheirKey(t *testing.T) {
	c := newConverter(t)
	if _, err := c.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	second := c.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	plain := c.NewLink(linkpack.Link{Destination: home})
	foreign := c.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Workspace: "other"})
	person := func(link *linkpack.Link, key string) uint64 {
		c.Clock.Advance(25 * time.Hour) // so that each click has a later time
		c.Visit(link).Key(key).Click()
		if err := c.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		var last analytics.Click
		for click, err := range c.Clicks(t.Context(), link.Workspace, link.ID) {
			if err != nil {
				t.Fatal(err)
			}
			if last.Time.Before(click.Time) {
				last = click
			}
		}
		return last.Person
	}
	ann, bob := person(c.link, "ann"), person(c.link, "bob")
	if ann == 0 || bob == 0 || ann == bob || person(second, "ann") != ann {
		t.Errorf("ann is %x, bob is %x", ann, bob)
	}
	if nobody, untracked, other := person(c.link, ""), person(plain, "ann"), person(foreign, "ann"); nobody != 0 || untracked != 0 || other == 0 || other == ann {
		t.Errorf("without a key %x, untracked %x, in another workspace %x", nobody, untracked, other)
	}
}

func TestWrongConversions(t *testing.T) {
	c := newConverter(t)
	for name, try := range map[string]struct {
		conversion linkpack.NewConversion
		field      string
	}{
		"no click":           {linkpack.NewConversion{Kind: "a"}, "click"},
		"a truncated lbid":   {linkpack.NewConversion{Click: c.lbid[:21], Kind: "a"}, "click"},
		"no kind":            {linkpack.NewConversion{Click: c.lbid}, "kind"},
		"a kind in capitals": {linkpack.NewConversion{Click: c.lbid, Kind: "Purchase"}, "kind"},
		"a long kind":        {linkpack.NewConversion{Click: c.lbid, Kind: strings.Repeat("a", 65)}, "kind"},
		"a long id":          {linkpack.NewConversion{Click: c.lbid, Kind: "a", ID: strings.Repeat("a", 256)}, "id"},
		"a negative value":   {linkpack.NewConversion{Click: c.lbid, Kind: "a", Value: -0.01}, "value"},
		"no number":          {linkpack.NewConversion{Click: c.lbid, Kind: "a", Value: math.NaN()}, "value"},
		"an infinite value":  {linkpack.NewConversion{Click: c.lbid, Kind: "a", Value: math.Inf(1)}, "value"},
		"a huge value":       {linkpack.NewConversion{Click: c.lbid, Kind: "a", Value: 1e13}, "value"},
		"no such currency":   {linkpack.NewConversion{Click: c.lbid, Kind: "a", Currency: "EUX"}, "currency"},
		"a currency's sign":  {linkpack.NewConversion{Click: c.lbid, Kind: "a", Currency: "€"}, "currency"},
		"wrong JSON":         {linkpack.NewConversion{Click: c.lbid, Kind: "a", FormResponses: json.RawMessage(`{"a":`)}, "form_responses"},
		"no object":          {linkpack.NewConversion{Click: c.lbid, Kind: "a", Properties: json.RawMessage(`[1]`)}, "properties"},
		"over 8 KB": {linkpack.NewConversion{
			Click: c.lbid, Kind: "a", Properties: json.RawMessage(`{"a":"` + strings.Repeat("x", 8192) + `"}`),
		}, "properties"},
		"over 8 KB together": {linkpack.NewConversion{
			Click: c.lbid, Kind: "a", Properties: json.RawMessage(`{"a":"` + strings.Repeat("x", 4100) + `"}`), FormResponses: json.RawMessage(`"` + strings.Repeat("x", 4100) + `"`),
		}, "properties"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := c.RecordConversion(t.Context(), try.conversion)
			var fault *linkpack.FieldError
			if !errors.As(err, &fault) || fault.Field != try.field {
				t.Errorf("%+v, %v; want an error of %s", made, err, try.field)
			}
		})
	}
	if all := c.conversions(t); len(all) != 0 {
		t.Errorf("recorded %+v", all)
	}
}

func TestAllFaultsOfAConversionAreNamed(t *testing.T) {
	c := newConverter(t)
	_, err := c.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: c.lbid[:21], Kind: "Purchase", ID: strings.Repeat("a", 256), Value: -1, Currency: "EUX",
		FormResponses: json.RawMessage(`{"a":`), Properties: json.RawMessage(`{"a":"` + strings.Repeat("x", 8192) + `"}`),
	})
	var fields []string
	for line := range strings.Lines(fmt.Sprint(err)) {
		field, _, _ := strings.Cut(line, ":")
		fields = append(fields, field)
	}
	if want := "click id currency kind value properties form_responses"; strings.Join(fields, " ") != want {
		t.Errorf("the faults are of %v, want %s: %v", fields, want, err)
	}
}

func TestTheLargestConversion(t *testing.T) {
	c := newConverter(t)
	properties := `{"a":"` + strings.Repeat("x", 8192-8) + `"}`
	made, err := c.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: c.lbid, Kind: strings.Repeat("a", 64), Value: analytics.MaxConversionValue, Currency: "JPY", Properties: json.RawMessage(properties),
	})
	if err != nil || string(made.Converted.Properties) != properties || made.Converted.Value != analytics.MaxConversionValue {
		t.Errorf("%+v, %v", made, err)
	}
	stored := c.conversions(t)
	if len(stored) != 1 || string(stored[0].Converted.Properties) != properties || stored[0].Converted.Value != analytics.MaxConversionValue {
		t.Errorf("stored %+v", stored)
	}
}

func TestClicksThatCannotConvert(t *testing.T) {
	c := newConverter(t)
	if _, err := c.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	plain := c.NewLink(linkpack.Link{Destination: home})
	c.Visit(plain).Click()
	removed := c.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	lost := lbidOf(c.Kit, removed)
	if err := c.DeleteLinksNow(t.Context(), "", []string{removed.ID}); err != nil {
		t.Fatal(err)
	}
	made, err := c.RecordConversion(t.Context(), linkpack.NewConversion{Click: c.lbid, Kind: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var untracked string
	for click, err := range c.Clicks(t.Context(), "", plain.ID) {
		if err != nil {
			t.Fatal(err)
		}
		untracked = click.ID
	}
	forged := c.lbid[:14] + map[bool]string{true: "B", false: "A"}[c.lbid[14] == 'A'] + c.lbid[15:]
	for name, try := range map[string]linkpack.NewConversion{
		"a forged one":            {Click: forged},
		"of another workspace":    {Click: c.lbid, Workspace: "other"},
		"of an unknown workspace": {Click: c.lbid, Workspace: "none"},
		"of an untracked link":    {Click: untracked},
		"a conversion":            {Click: made.ID},
		"of a removed link":       {Click: lost},
	} {
		try.Kind = "a"
		if _, err := c.RecordConversion(t.Context(), try); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	tagged := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Publishable: true, Tag: "red"}))
	if _, err := c.RecordConversion(tagged, linkpack.NewConversion{Click: c.lbid, Kind: "a"}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("outside of the scope: %v", err)
	}
	if all := c.conversions(t); len(all) != 1 {
		t.Errorf("recorded %+v", all)
	}
}
