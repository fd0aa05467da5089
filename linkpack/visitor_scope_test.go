package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestWhoMayNotReadVisitorsIsToldOnlyWhatTheySent(t *testing.T) {
	p := newPeople(t)
	ada := p.identify(p.click(""), attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "secret"})
	for name, scope := range map[string]linkpack.Scope{
		"publishable": {Publishable: true}, "may not read": {Rights: linkpack.MayCreate | linkpack.MayChange}, "a tag": {Tag: "red"},
	} {
		link := p.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Tags: []string{"red"}})
		lbid := p.clickOn(link, "")
		ctx := linkpack.WithPrincipal(t.Context(), scoped(scope))
		v, isNew, err := p.IdentifyVisitor(ctx, linkpack.Identification{Click: lbid, Attributes: attributes{
			linkpack.AttributeEmail: "ada@example.com", "from " + name: true, "none": "",
		}})
		sent := attributes{linkpack.AttributeEmail: "ada@example.com", "from " + name: true}
		if err != nil || isNew || !equalVisitors(v, &linkpack.Visitor{Workspace: linkpack.DefaultWorkspace, Attributes: sent}) {
			t.Errorf("%s: %+v, %v, %v", name, v, isNew, err)
		}
		if got := p.visitorOf(lbid); got != ada.ID {
			t.Errorf("%s: the click is of %q", name, got)
		}
		stored, err := p.Visitor(t.Context(), "", ada.ID)
		if err != nil || stored.Attributes["from "+name] != true || stored.Attributes["plan"] != "secret" {
			t.Errorf("%s: stored %+v, %v", name, stored, err)
		}
		for fault, bad := range map[string]linkpack.Identification{
			"a click that there is not": {Click: "AZJhM2Zxc8OPpvxP0sWZJQ", Attributes: sent},
			"a key that is not allowed": {Click: lbid, Attributes: attributes{"plan": "free", "$age": 7}},
		} {
			if v, isNew, err := p.IdentifyVisitor(ctx, bad); v != nil || isNew || err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %s: %+v, %v, %v", name, fault, v, isNew, err)
			}
		}
		if _, _, err := p.IdentifyVisitor(ctx, linkpack.Identification{Click: p.click(""), Attributes: mail("eve@example.com")}); scope.Tag != "" && !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: a click on a link without the tag: %v", name, err)
		}
	}
}

// publishable are the rights of a token that everyone can read.
func (p *people) publishable() context.Context {
	return linkpack.WithPrincipal(p.t.Context(), scoped(linkpack.Scope{Publishable: true}))
}

func TestAPublishableTokenOnlyFillsAttributes(t *testing.T) {
	p := newPeople(t)
	lbid, before := p.click(""), attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "pro", "city": "Bonn"}
	ada := p.identify(lbid, before)
	made := p.click("")
	p.identify(made, attributes{"plan": "made up", "more": "kept"})
	for _, click := range []string{lbid, made} {
		_, _, err := p.IdentifyVisitor(p.publishable(), linkpack.Identification{Click: click, Attributes: attributes{
			linkpack.AttributeEmail: "ada@example.com", "plan": "free", "city": nil, "new": "added",
		}})
		p.must(err)
	}
	v, err := p.Visitor(t.Context(), "", ada.ID)
	want := attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "pro", "city": "Bonn", "new": "added", "more": "kept"}
	if err != nil || !maps.Equal(v.Attributes, want) {
		t.Errorf("%+v, %v", v, err)
	}
	if got := p.visitorOf(made); got != ada.ID {
		t.Errorf("the click of nobody with an e-mail is of %q", got)
	}
}

func TestAPublishableTokenDoesNotMergePeople(t *testing.T) {
	p := newPeople(t)
	lbid := p.click("")
	ada, bob := p.identify(lbid, mail("ada@example.com")), p.identify(p.click(""), mail("bob@example.com"))
	_, _, err := p.IdentifyVisitor(p.publishable(), linkpack.Identification{Click: lbid, Attributes: attributes{
		linkpack.AttributeEmail: "bob@example.com", "new": "added",
	}})
	if got := p.visitorOf(lbid); err != nil || got != ada.ID {
		t.Errorf("the click is of %q, %v", got, err)
	}
	for id, want := range map[string]attributes{ada.ID: {linkpack.AttributeEmail: "ada@example.com", "new": "added"}, bob.ID: mail("bob@example.com")} {
		if v, err := p.Visitor(t.Context(), "", id); err != nil || v.ID != id || !maps.Equal(v.Attributes, want) {
			t.Errorf("%+v, %v", v, err)
		}
	}
}

func TestAPublishableTokenIsNotToldHowMuchIsKnown(t *testing.T) {
	p := newPeople(t)
	known := attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "pro", "zone": "north"}
	ada := p.identify(p.click(""), known)
	for _, email := range []string{"ada@example.com", "nobody@example.com"} {
		sent := mail(email)
		for i := range 99 {
			sent[fmt.Sprintf("key %d", i)] = true
		}
		v, isNew, err := p.IdentifyVisitor(p.publishable(), linkpack.Identification{Click: p.click(""), Attributes: sent})
		if err != nil || isNew || !maps.Equal(v.Attributes, sent) {
			t.Errorf("%s: %+v, %v, %v", email, v, isNew, err)
		}
	}
	v, err := p.Visitor(t.Context(), "", ada.ID)
	if err != nil || len(v.Attributes) != 100 || v.Attributes["plan"] != "pro" || v.Attributes["zone"] != "north" {
		t.Errorf("%d attributes, %+v, %v", len(v.Attributes), v, err)
	}
}

func TestATokenForSomeLinksReadsNoVisitors(t *testing.T) {
	p := newPeople(t)
	ada := p.identify(p.click(""), mail("ada@example.com"))
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "red"}))
	for name, call := range map[string]func(context.Context) error{
		"Visitor":       func(ctx context.Context) error { return only(p.Visitor(ctx, "", ada.ID)) },
		"ListVisitors":  func(ctx context.Context) error { return only(p.ListVisitors(ctx, linkpack.VisitorQuery{})) },
		"UpdateVisitor": func(ctx context.Context) error { return only(p.UpdateVisitor(ctx, "", ada.ID, nil)) },
		"DeleteVisitor": func(ctx context.Context) error { return p.DeleteVisitor(ctx, "", ada.ID) },
	} {
		if err := call(ctx); !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v, err := p.Visitor(t.Context(), "", ada.ID); err != nil || !maps.Equal(v.Attributes, mail("ada@example.com")) {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestVisitorsStayInTheirWorkspace(t *testing.T) {
	p := newPeople(t)
	if _, err := p.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	ada := p.identify(p.click("browser"), mail("ada@example.com"))
	there := p.NewLink(linkpack.Link{Workspace: "other", Destination: home, TrackConversions: true})
	lbid := p.clickOn(there, "browser")
	v, isNew, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Workspace: "other", Click: lbid, Attributes: mail("ada@example.com")})
	if err != nil || !isNew || v.ID == ada.ID || v.Workspace != "other" {
		t.Errorf("%+v, %v, %v", v, isNew, err)
	}
	p.must(p.DeleteWorkspace(t.Context(), "other"))
	if _, err := p.Visitor(t.Context(), "other", v.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("of a deleted workspace: %v", err)
	}
	if _, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Workspace: "other", Click: lbid}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in a deleted workspace: %v", err)
	}
	if v, err := p.Visitor(t.Context(), "", ada.ID); err != nil || v.ID != ada.ID {
		t.Errorf("%+v, %v", v, err)
	}
}
