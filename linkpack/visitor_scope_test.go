package linkpack_test

import (
	"context"
	"errors"
	"maps"
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
			linkpack.AttributeEmail: "ada@example.com", "from": name, "none": "",
		}})
		sent := attributes{linkpack.AttributeEmail: "ada@example.com", "from": name}
		if err != nil || isNew || !equalVisitors(v, &linkpack.Visitor{Workspace: linkpack.DefaultWorkspace, Attributes: sent}) {
			t.Errorf("%s: %+v, %v, %v", name, v, isNew, err)
		}
		if got := p.visitorOf(lbid); got != ada.ID {
			t.Errorf("%s: the click is of %q", name, got)
		}
		stored, err := p.Visitor(t.Context(), "", ada.ID)
		if err != nil || stored.Attributes["from"] != name || stored.Attributes["plan"] != "secret" {
			t.Errorf("%s: stored %+v, %v", name, stored, err)
		}
		if _, _, err := p.IdentifyVisitor(ctx, linkpack.Identification{Click: p.click(""), Attributes: mail("eve@example.com")}); scope.Tag != "" && !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: a click on a link without the tag: %v", name, err)
		}
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
