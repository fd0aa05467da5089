package linkpack_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

type analyticsClick = analytics.Click

func TestAClickThatIsIdentifiedMakesAVisitor(t *testing.T) {
	p := newPeople(t)
	lbid := p.click("")
	p.Clock.Advance(time.Minute)
	v, isNew, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: attributes{
		linkpack.AttributeEmail: " Ada@Example.com ", linkpack.AttributeFirstName: "Ada", "plan": "pro", "seats": 3, "vip": true,
		"signup": time.Date(2026, 1, 31, 9, 0, 0, 0, time.FixedZone("", 3600)), "empty": "", "none": nil,
	}})
	if err != nil || !isNew {
		t.Fatalf("%v, %v", isNew, err)
	}
	start := linkpacktest.Start()
	want := &linkpack.Visitor{
		ID: v.ID, Workspace: linkpack.DefaultWorkspace, Revision: 1, FirstSeen: start, LastSeen: start,
		IdentifiedAt: start.Add(time.Minute), CreatedAt: start.Add(time.Minute), UpdatedAt: start.Add(time.Minute),
		Attributes: attributes{
			linkpack.AttributeEmail: "Ada@Example.com", linkpack.AttributeFirstName: "Ada", "plan": "pro", "seats": 3.0, "vip": true, "signup": "2026-01-31T08:00:00Z",
		},
	}
	if !reflect.DeepEqual(v, want) {
		t.Errorf("got %+v\nwant %+v", v, want)
	}
	if got := p.visitorOf(lbid); got != v.ID {
		t.Errorf("the click is of %q", got)
	}
	if got, err := p.Visitor(t.Context(), "", v.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("stored: %+v, %v", got, err)
	}
}

func TestWhoIsIdentifiedAgainIsTheSameVisitor(t *testing.T) {
	p := newPeople(t)
	first := p.click("")
	ada := p.identify(first, attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "free", "city": "Bonn"})
	for _, test := range []struct {
		name, lbid string
		known      attributes
	}{
		{"by the click", first, attributes{"plan": "pro"}},
		{"by the e-mail in other letters", p.click(""), mail("ADA@example.com")},
		{"by the e-mail, on a click with a key", p.click("a key"), mail("ada@example.com")},
		{"by that key", p.click("a key"), nil},
	} {
		v, isNew, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: test.lbid, Attributes: test.known})
		if err != nil || isNew || v.ID != ada.ID || v.Attributes["city"] != "Bonn" || v.Attributes["plan"] != "pro" {
			t.Errorf("%s: %+v, %v, %v", test.name, v, isNew, err)
		}
	}
}

func TestAVisitorsKeyIdentifiesEarlierAndLaterClicks(t *testing.T) {
	p := newPeople(t)
	other := p.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	earlier, click, shared := p.clickOn(other, "browser 7"), p.click("browser 7"), p.click("")
	ada := p.identify(click, mail("ada@example.com"))
	later, stranger := p.clickOn(other, "browser 7"), p.click("browser 8")
	for name, test := range map[string]struct{ lbid, want string }{
		"earlier": {earlier, ada.ID}, "itself": {click, ada.ID}, "later": {later, ada.ID},
		"another key": {stranger, ""}, "the same address and agent, but no key": {shared, ""},
	} {
		if got := p.visitorOf(test.lbid); got != test.want {
			t.Errorf("%s: the click is of %q, want %q", name, got, test.want)
		}
	}
}

func TestAnIdentificationChangesOnlyWhatIsNew(t *testing.T) {
	p := newPeople(t)
	lbid := p.click("")
	p.identify(lbid, mail("ada@example.com"))
	p.Clock.Advance(time.Hour)
	again := p.identify(lbid, mail("ada@example.com"))
	if want := linkpacktest.Start(); again.Revision != 1 || !again.UpdatedAt.Equal(want) || !again.IdentifiedAt.Equal(want.Add(time.Hour)) {
		t.Errorf("the same once more: %+v", again)
	}
	if v := p.identify(p.click(""), mail("ada@example.com")); v.Revision != 2 || !v.LastSeen.Equal(linkpacktest.Start().Add(time.Hour)) || !v.FirstSeen.Equal(linkpacktest.Start()) {
		t.Errorf("another click: %+v", v)
	}
	if v := p.identify(lbid, attributes{"plan": "pro"}); v.Revision != 3 {
		t.Errorf("another attribute: %+v", v)
	}
}

func TestSetOnceFillsWhatIsMissing(t *testing.T) {
	p := newPeople(t)
	lbid := p.click("")
	p.identify(lbid, attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "free"})
	v, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, SetOnce: true, Attributes: attributes{
		linkpack.AttributeEmail: "other@example.com", "plan": nil, "city": "Bonn",
	}})
	want := attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "free", "city": "Bonn"}
	if err != nil || !maps.Equal(v.Attributes, want) {
		t.Errorf("%v, %v; want %v", v, err, want)
	}
	if v := p.identify(lbid, attributes{"plan": nil, "city": ""}); !maps.Equal(v.Attributes, mail("ada@example.com")) {
		t.Errorf("removed: %v", v.Attributes)
	}
}

func TestClicksThatCannotBeIdentified(t *testing.T) {
	p := newPeople(t)
	if _, err := p.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	good := p.click("")
	forged, _ := linkpack.ClickIDOf(good)
	foreign := p.clickOn(p.NewLink(linkpack.Link{Workspace: "other", Destination: home, TrackConversions: true}), "")
	deleted := p.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	removed := p.clickOn(deleted, "")
	p.must(p.DeleteLinksNow(t.Context(), "", []string{deleted.ID}))
	converted, err := p.RecordConversion(t.Context(), linkpack.NewConversion{Click: good, Kind: "purchase"})
	p.must(err)
	plain := p.NewLink(linkpack.Link{Destination: home})
	p.Visit(plain).Click()
	p.must(p.Flush(t.Context()))
	untracked := ""
	for click, err := range p.Clicks(t.Context(), "", plain.ID) {
		p.must(err)
		untracked = click.ID
	}
	for name, test := range map[string]struct {
		lbid string
		want error
	}{
		"forged":               {strings.Replace(forged, forged[24:], "0123456789ab", 1), linkpack.ErrNotFound},
		"truncated":            {good[:20], linkpack.ErrInvalid},
		"empty":                {"", linkpack.ErrInvalid},
		"no base64":            {"!" + good[1:], linkpack.ErrInvalid},
		"of another workspace": {foreign, linkpack.ErrNotFound},
		"of a removed link":    {removed, linkpack.ErrNotFound},
		"of a conversion":      {converted.ID, linkpack.ErrNotFound},
		"not tracked":          {untracked, linkpack.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: test.lbid, Attributes: mail("ada@example.com")})
			if !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if fault, ok := errors.AsType[*linkpack.FieldError](err); ok && fault.Field != "click" {
				t.Errorf("the field is %q", fault.Field)
			}
		})
	}
	if n, err := p.CountVisitors(t.Context(), ""); err != nil || n != 0 {
		t.Errorf("%d visitors, %v", n, err)
	}
}

func TestManyIdentificationsAtOnceMakeOneVisitor(t *testing.T) {
	p := newPeople(t)
	var wg sync.WaitGroup
	ids, made := make([]string, 16), make([]bool, 16)
	lbids := make([]string, 16)
	for i := range lbids {
		lbids[i] = p.click("")
	}
	for i, lbid := range lbids {
		wg.Go(func() {
			v, isNew, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: attributes{
				linkpack.AttributeEmail: "ada@example.com", fmt.Sprint(i): true,
			}})
			if err != nil {
				t.Error(err)
				return
			}
			ids[i], made[i] = v.ID, isNew
		})
	}
	wg.Wait()
	news := 0
	for i := range ids {
		if ids[i] != ids[0] {
			t.Errorf("visitors %v", ids)
		}
		if made[i] {
			news++
		}
	}
	v, err := p.Visitor(t.Context(), "", ids[0])
	if err != nil || news != 1 || v.Revision != 16 || len(v.Attributes) != 17 {
		t.Errorf("%d new, %+v, %v", news, v, err)
	}
}
