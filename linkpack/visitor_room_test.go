package linkpack_test

import (
	"context"
	"errors"
	"maps"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestANewVisitorNeedsQuota(t *testing.T) {
	var asked []linkpack.Operation
	p := newPeople(t, linkpack.Options{CheckQuota: func(_ context.Context, _ string, o linkpack.Operation) error {
		if asked = append(asked, o); o.Kind == linkpack.KindVisitor && len(asked) > 2 {
			return linkpack.ErrQuota
		}
		return nil
	}})
	ada := p.identify(p.click(""), mail("ada@example.com"))
	_, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: p.click(""), Attributes: mail("bob@example.com")})
	if want := (linkpack.Operation{Kind: linkpack.KindVisitor, Count: 1}); !errors.Is(err, linkpack.ErrQuota) || len(asked) != 3 || asked[2] != want {
		t.Errorf("%v, asked %v", err, asked)
	}
	if v := p.identify(p.click(""), mail("ada@example.com")); v.ID != ada.ID || len(asked) != 3 {
		t.Errorf("a known visitor: %+v, asked %v", v, asked)
	}
	if used, err := p.Usage(t.Context(), ""); err != nil || used.Visitors != 1 {
		t.Errorf("usage %+v, %v", used, err)
	}
}

func TestAVisitorHasNotTooManyBrowsersAndClicks(t *testing.T) {
	a := newArchive(t, nil)
	first := a.click("")
	ada := a.identify(first, mail("ada@example.com"))
	a.crowd(ada.ID, 9_999)
	last, next := a.click(""), a.click("")
	a.identify(last, mail("Ada@example.com"))
	_, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: next, Attributes: mail("Ada@example.com")})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "click" {
		t.Errorf("the 10,001st: %v", err)
	}
	for name, who := range map[string]linkpack.Identification{
		"by a click that is known":       {Click: first, Attributes: attributes{"plan": "pro"}},
		"by such a click and the e-mail": {Click: last, Attributes: mail("ada@example.com")},
		"of somebody else, who is new":   {Click: next, Attributes: mail("bob@example.com")},
		"of somebody else once more":     {Click: a.click(""), Attributes: mail("bob@example.com")},
	} {
		if _, _, err := a.IdentifyVisitor(t.Context(), who); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(a.identities(ada.ID)); n != 10_000 {
		t.Errorf("%d identities", n)
	}
}

func TestVisitorsWithManyBrowsersAreNotMerged(t *testing.T) {
	a := newArchive(t, nil)
	lbid := a.click("")
	ada := a.identify(lbid, mail("ada@example.com"))
	bob := a.identify(a.click(""), mail("bob@example.com"))
	a.crowd(ada.ID, 6_000)
	a.crowd(bob.ID, 4_001)
	_, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: mail("bob@example.com")})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "click" {
		t.Errorf("%v", err)
	}
	if n := len(a.identities(bob.ID)); n != 4_001 {
		t.Errorf("%d identities", n)
	}
}

// TestAPublishableTokenIsNotToldThatThereIsNoRoom identifies who is known and who is not,
// when there may be no more visitors.
func TestAPublishableTokenIsNotToldThatThereIsNoRoom(t *testing.T) {
	full := false
	p := newPeople(t, linkpack.Options{CheckQuota: func(context.Context, string, linkpack.Operation) error {
		if full {
			return linkpack.ErrQuota
		}
		return nil
	}})
	ada := p.identify(p.click(""), mail("ada@example.com"))
	full = true
	for _, email := range []string{"ada@example.com", "nobody@example.com"} {
		v, isNew, err := p.IdentifyVisitor(p.publishable(), linkpack.Identification{Click: p.click(""), Attributes: mail(email)})
		if err != nil || isNew || !equalVisitors(v, &linkpack.Visitor{Workspace: linkpack.DefaultWorkspace, Attributes: mail(email)}) {
			t.Errorf("%s: %+v, %v, %v", email, v, isNew, err)
		}
	}
	if page, err := p.ListVisitors(t.Context(), linkpack.VisitorQuery{}); err != nil || len(page.Visitors) != 1 || page.Visitors[0].ID != ada.ID {
		t.Errorf("stored: %+v, %v", page, err)
	}
}

func TestAPublishableTokenIsNotToldHowManyBrowsersAVisitorHas(t *testing.T) {
	a := newArchive(t, nil)
	ada := a.identify(a.click(""), mail("ada@example.com"))
	a.crowd(ada.ID, 10_000)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Publishable: true}))
	v, _, err := a.IdentifyVisitor(ctx, linkpack.Identification{Click: a.click(""), Attributes: mail("ada@example.com")})
	if err != nil || v.ID != "" || !maps.Equal(v.Attributes, mail("ada@example.com")) {
		t.Errorf("%+v, %v", v, err)
	}
	if n := len(a.identities(ada.ID)); n != 10_000 {
		t.Errorf("%d identities", n)
	}
}

// TestPeopleWhoAreNotMergedNeedNoRoom has a publishable token name the e-mail of somebody
// else.
func TestPeopleWhoAreNotMergedNeedNoRoom(t *testing.T) {
	a := newArchive(t, nil)
	lbid := a.click("")
	ada := a.identify(lbid, mail("ada@example.com"))
	bob := a.identify(a.click(""), mail("bob@example.com"))
	a.crowd(ada.ID, 6_000)
	a.crowd(bob.ID, 4_001)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Publishable: true}))
	_, _, err := a.IdentifyVisitor(ctx, linkpack.Identification{Click: lbid, Attributes: attributes{linkpack.AttributeEmail: "bob@example.com", "plan": "pro"}})
	a.must(err)
	v, err := a.Visitor(t.Context(), "", ada.ID)
	if err != nil || !maps.Equal(v.Attributes, attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "pro"}) {
		t.Errorf("%+v, %v", v, err)
	}
	if len(a.identities(ada.ID)) != 6_000 || len(a.identities(bob.ID)) != 4_001 {
		t.Error("people were merged")
	}
}
