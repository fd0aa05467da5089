package linkpackv1_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// listedClicks is a page of clicks.
type listedClicks struct {
	Clicks []struct {
		ID        string
		Class     string
		VisitorID *string
		Device    struct {
			Brand, Model, OperatingSystem, OperatingSystemVersion, BrowserVersion, UserAgent, Address *string
		}
		Conversion *struct {
			ClickID, Currency *string
			Kind              string
			Value             float64
			Properties        json.RawMessage
		}
	}
	NextCursor *string
}

// clicks lists clicks with a token.
func (sv *server) clicks(t *testing.T, token, target string) (page listedClicks) {
	t.Helper()
	status, body := sv.call(token, http.MethodGet, target, "")
	if err := json.Unmarshal([]byte(body), &page); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %s", target, status, body)
	}
	return page
}

func TestPagesOfClicksHaveEachOnceAndNewestFirst(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.withClicks(t)
	path := "/api/v1/link/" + link.ID + "/clicks"
	all := sv.clicks(t, secret, path)
	if len(all.Clicks) != 5 || all.NextCursor != nil || all.Clicks[0].Class != "bot" || *all.Clicks[4].Device.OperatingSystem != "iOS" {
		t.Fatalf("all clicks are %+v", all)
	}
	var ids []string
	for target := path + "?limit=2"; ; {
		page := sv.clicks(t, secret, target)
		for _, click := range page.Clicks {
			ids = append(ids, click.ID)
		}
		if page.NextCursor == nil {
			break
		}
		target = path + "?limit=2&cursor=" + *page.NextCursor
	}
	for i, click := range all.Clicks {
		if len(ids) != len(all.Clicks) || ids[i] != click.ID {
			t.Fatalf("pages have %q", ids)
		}
	}
	if early := sv.clicks(t, secret, path+"?to=2026-03-12T00:00:00Z"); len(early.Clicks) != 2 {
		t.Errorf("%d clicks are early", len(early.Clicks))
	}
	if late := sv.clicks(t, secret, path+"?from=2026-03-12T00:00:00Z"); len(late.Clicks) != 3 {
		t.Errorf("%d clicks are late", len(late.Clicks))
	}
}

func TestDevicesAreThoseOfThePageAlone(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.withClicks(t)
	before := sv.parsed.Load()
	page := sv.clicks(t, secret, "/api/v1/link/"+link.ID+"/clicks?limit=2") // curl and a phone
	if n := sv.parsed.Load() - before; n != 2 {
		t.Errorf("%d User-Agents are parsed", n)
	}
	curl, iphone := page.Clicks[0].Device, page.Clicks[1].Device
	if curl.Brand != nil || curl.BrowserVersion != nil || *iphone.Brand != "Apple" || *iphone.Model != "iPhone" || *iphone.OperatingSystemVersion != "18.0" || *iphone.BrowserVersion != "18.0" {
		t.Errorf("devices are %+v and %+v", curl, iphone)
	}
}

func TestAnErasedVisitorIsInNoClick(t *testing.T) {
	sv := newServer(t, nil)
	visitor := sv.visitor(t)
	link, err := sv.shortener.LinkByCode(t.Context(), "", "", "tracked")
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/link/" + link.ID + "/clicks"
	before := sv.clicks(t, secret, path).Clicks
	if len(before) != 1 || before[0].VisitorID == nil || *before[0].VisitorID != visitor || *before[0].Device.UserAgent != phone {
		t.Fatalf("the clicks are %+v", before)
	}
	_, err = sv.shortener.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: before[0].ID, Kind: "purchase", Value: 19.5, Currency: "EUR", Properties: []byte(`{"order":7}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	sold := sv.clicks(t, secret, path+"?conversions=true").Clicks
	if len(sold) != 2 || sold[0].Conversion == nil || *sold[0].Conversion.ClickID != before[0].ID || sold[0].Conversion.Value != 19.5 || sold[1].Conversion != nil {
		t.Fatalf("with the conversion they are %+v", sold)
	}
	if status, body := sv.call(foreign, http.MethodDelete, "/api/v1/visitor/"+visitor, ""); status != http.StatusNotFound {
		t.Errorf("another workspace is answered %d %s", status, body)
	}
	if status, body := sv.call(secret, http.MethodDelete, "/api/v1/visitor/"+visitor, ""); status != http.StatusOK {
		t.Fatal(status, body)
	}
	after := sv.clicks(t, secret, path+"?conversions=true").Clicks
	if len(after) != 2 {
		t.Fatalf("%d are left", len(after))
	}
	for _, click := range after {
		if click.VisitorID != nil || click.Device.UserAgent != nil || click.Device.Address != nil || click.Conversion != nil && len(click.Conversion.Properties) > 0 {
			t.Errorf("what is left is %+v", click)
		}
	}
}

// TestAKeyOfATagListsClicksWithoutVisitors lists the clicks of a link that the key may
// read.
func TestAKeyOfATagListsClicksWithoutVisitors(t *testing.T) {
	sv := newServer(t, nil)
	visitor := sv.visitor(t)
	link, err := sv.shortener.LinkByCode(t.Context(), "", "", "tracked")
	if err == nil {
		_, err = sv.shortener.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Tags = []string{"red"}; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	key, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Name: "red", Scope: linkpack.Scope{Tag: "red"}})
	if err != nil {
		t.Fatal(err)
	}
	clicks := sv.clicks(t, key.Secret, "/api/v1/link/"+link.ID+"/clicks").Clicks
	if len(clicks) != 1 || clicks[0].VisitorID != nil {
		t.Errorf("the clicks are %+v", clicks)
	}
	if status, body := sv.call(key.Secret, http.MethodDelete, "/api/v1/visitor/"+visitor, ""); status != http.StatusForbidden || strings.Contains(body, visitor) {
		t.Errorf("erasing is answered %d %s", status, body)
	}
}
