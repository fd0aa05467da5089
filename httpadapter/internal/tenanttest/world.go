package tenanttest

import (
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// World is a server with a victim, the default workspace, and an attacker, the
// workspace "others". The victim has a
//
//	{id}, {code}, {alias}, {name}, {tag}, {group}, {external}  a link
//	{binned}                                                   a link in the bin
//	{design}                                                   a design
//	{template}, {slug}                                         a template that is not published
//	{host}, {claim}                                            a domain, and its ID
//	{directory}                                                the ID of the group
//	{token}                                                    the ID of a token
//
// and all that [World.Has] adds. The attacker has the link {own} with the code "own"
// and the tag "owntag" and the group {owndirectory}.
type World struct {
	http.Handler
	*linkpacktest.Kit

	routes  []httpadapter.Route
	secret  string            // the attacker's
	victim  string            // the victim's secret
	victims map[string]string // by name
	nobodys map[string]string
}

// New returns a world that serves an API.
func New(t testing.TB, api func(*linkpack.Shortener) httpadapter.API) *World {
	t.Helper()
	records := new(linkpacktest.Records)
	kit := linkpacktest.New(t, linkpack.Options{
		BaseURL: "https://linkpack.test", LookupTXT: records.LookupTXT, CheckDesign: qrcode.CheckDesign,
	})
	served := api(kit.Shortener)
	h, err := httpadapter.New(kit.Shortener, &httpadapter.Options{APIs: []httpadapter.API{served}})
	must(t, err)
	w := &World{Handler: h, Kit: kit, routes: served.Routes(kit.Shortener), victims: map[string]string{}, nobodys: map[string]string{}}
	w.addTokens(t)
	w.addDomain(t, records)
	w.addDesigns(t)
	w.addGroups(t)
	w.addLinks(t)
	return w
}

// Has adds something that the victim has, with what nobody has of the same kind. For
// the attacker's own both are the same.
func (w *World) Has(name, victims, nobodys string) {
	w.victims[name], w.nobodys[name] = victims, nobodys
}

// Ask makes a request of the victim.
func (w *World) Ask(method string, a Attempt) (status int, answer string) {
	return w.send(method, a, w.victim, w.victims)
}

func (w *World) addTokens(t testing.TB) {
	_, err := w.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"})
	must(t, err)
	attackers, err := w.CreateToken(t.Context(), linkpack.Token{Workspace: "others", Name: "test"})
	must(t, err)
	victims, err := w.CreateToken(t.Context(), linkpack.Token{Name: "victimtoken"})
	must(t, err)
	w.secret, w.victim = attackers.Secret, victims.Secret
	w.Has("token", victims.ID, "01900000-0000-7000-8000-000000000002")
}

func (w *World) addDomain(t testing.TB, records *linkpacktest.Records) {
	const host = "links.victim.example"
	domain, err := w.CreateDomain(t.Context(), linkpack.Domain{Host: host})
	must(t, err)
	records.Set(domain.Challenge.Name, domain.Challenge.Value)
	_, err = w.VerifyDomain(t.Context(), "", host)
	must(t, err)
	w.Has("host", host, "links.nobody.example")
	w.Has("claim", domain.ID, "01900000-0000-7000-8000-000000000003")
	w.NewLink(linkpack.Link{ShortCode: "victimcode", Domain: host, Destination: "https://victim.example/own"})
}

func (w *World) addDesigns(t testing.TB) {
	body := []byte(`{"dotsOptions":{"color":"#010203"}}`)
	design, err := w.CreateDesign(t.Context(), linkpack.StoredDesign{Body: body})
	must(t, err)
	w.Has("design", design.ID, "01900000-0000-7000-8000-000000000001")
	template, err := w.CreateTemplate(t.Context(), linkpack.Template{Design: design.ID, Slug: "victimslug", Name: "victimname"})
	must(t, err)
	w.Has("template", template.ID, "01900000-0000-7000-8000-000000000006")
	w.Has("slug", template.Slug, "nobodyslug")
}

func (w *World) addGroups(t testing.TB) {
	group, err := w.CreateGroup(t.Context(), linkpack.Group{Name: "victimgroup"})
	must(t, err)
	w.Has("directory", group.ID, "01900000-0000-7000-8000-000000000007")
	own, err := w.CreateGroup(t.Context(), linkpack.Group{Workspace: "others", Name: "owngroup"})
	must(t, err)
	w.Has("owndirectory", own.ID, own.ID)
}

func (w *World) addLinks(t testing.TB) {
	link := w.NewLink(linkpack.Link{
		ShortCode: "victimcode", Aliases: []linkpack.Alias{{ShortCode: "victimalias"}}, Destination: "https://victim.example/secret",
		Name: "victimname", Group: "victimgroup", Tags: []string{"victimtag"}, Design: w.victims["design"], ExternalID: "victimexternal",
	})
	w.Has("id", link.ID, "01900000-0000-7000-8000-000000000000")
	for _, field := range []string{"code", "alias", "name", "group", "tag", "external"} {
		w.Has(field, "victim"+field, "nobody"+field)
	}
	w.Visit(link).From("US").On(routing.Mobile).Click()
	own := w.NewLink(linkpack.Link{Workspace: "others", ShortCode: "own", Destination: "https://a.test/", Tags: []string{"owntag"}})
	w.Has("own", own.ID, own.ID)
	binned := w.NewLink(linkpack.Link{ShortCode: "victimbinned", Destination: "https://victim.example/binned"})
	must(t, w.DeleteLink(t.Context(), "", binned.ID))
	w.Has("binned", binned.ID, "01900000-0000-7000-8000-000000000004")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
