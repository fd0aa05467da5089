package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// templateKit is a kit with the workspaces "" and "acme".
func templateKit(t *testing.T) *linkpacktest.Kit {
	t.Helper()
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme"}); err != nil {
		t.Fatal(err)
	}
	return kit
}

// newTemplate creates a template with a design of its own.
func newTemplate(t *testing.T, kit *linkpacktest.Kit, template linkpack.Template) *linkpack.Template {
	t.Helper()
	design, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Workspace: template.Workspace, Body: json.RawMessage(`{"v":1}`)})
	if err != nil {
		t.Fatal(err)
	}
	template.Design = design.ID
	made, err := kit.CreateTemplate(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func public(workspace, slug string) linkpack.Template {
	return linkpack.Template{Workspace: workspace, Slug: slug, Name: "Dots", Description: "dots", PublishedAt: linkpacktest.Start()}
}

func TestATemplateIsChangedAndDeleted(t *testing.T) {
	kit := templateKit(t)
	made := newTemplate(t, kit, linkpack.Template{Name: "Dots", Tags: []string{" a ", "a"}, CopyOf: "x"})
	if len(made.Tags) != 1 || made.CopyOf != "" || made.Workspace != linkpack.DefaultWorkspace {
		t.Errorf("made %+v", made)
	}
	kit.Clock.Advance(time.Minute)
	changed, err := kit.UpdateTemplate(t.Context(), "", made.ID, func(t *linkpack.Template) error {
		t.Slug, t.Design, t.Workspace, t.FAQ = "dots", "x", "x", "[]"
		return nil
	})
	if err != nil || changed.Design != made.Design || changed.Workspace != made.Workspace || !changed.UpdatedAt.After(made.UpdatedAt) {
		t.Fatalf("%+v, %v", changed, err)
	}
	found, err := kit.Template(t.Context(), "", made.ID)
	if err != nil || found.Slug != "dots" || found.FAQ != "[]" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := kit.Template(t.Context(), "acme", made.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in another workspace: %v", err)
	}
	if all, err := kit.Templates(t.Context(), ""); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	if err := kit.DeleteTemplate(t.Context(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	if err := kit.DeleteTemplate(t.Context(), "", made.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	newTemplate(t, kit, linkpack.Template{Slug: "dots"}) // which is free again
}

func TestTemplatesThatAreRefused(t *testing.T) {
	kit := templateKit(t)
	good := newTemplate(t, kit, public("", "dots"))
	theirs := newTemplate(t, kit, public("acme", "theirs"))
	for field, change := range map[string]func(*linkpack.Template){
		"name":        func(t *linkpack.Template) { t.Name = strings.Repeat("x", 201) },
		"description": func(t *linkpack.Template) { t.Description = "\x00" },
		"learn_more":  func(t *linkpack.Template) { t.LearnMore = strings.Repeat("x", 10_001) },
		"faq":         func(t *linkpack.Template) { t.FAQ = "\xff" },
		"tags[0]":     func(t *linkpack.Template) { t.Tags = []string{""} },
		"slug":        func(t *linkpack.Template) { t.Slug = "Dots" },
		"design":      func(t *linkpack.Template) { t.Design, t.Slug = theirs.Design, "mine" },
	} {
		template := *good
		template.Slug = "other"
		change(&template)
		_, err := kit.CreateTemplate(t.Context(), template)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for field, change := range map[string]func(*linkpack.Template){
		"slug":        func(t *linkpack.Template) { t.Slug = "" },
		"name":        func(t *linkpack.Template) { t.Name = "" },
		"description": func(t *linkpack.Template) { t.Description = "" },
	} {
		_, err := kit.UpdateTemplate(t.Context(), "", good.ID, func(t *linkpack.Template) error { change(t); return nil })
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("published without %s: %v", field, err)
		}
	}
	_, err := kit.UpdateTemplate(t.Context(), "", good.ID, func(t *linkpack.Template) error { t.Slug = "theirs"; return nil })
	if !errors.Is(err, linkpack.ErrExists) || !strings.Contains(err.Error(), `slug "theirs"`) {
		t.Errorf("a slug that is taken: %v", err)
	}
}

func TestPublishedTemplatesAreForAll(t *testing.T) {
	kit := templateKit(t)
	mine, theirs := newTemplate(t, kit, linkpack.Template{Slug: "mine", Name: "n", Description: "d"}), newTemplate(t, kit, public("acme", "theirs"))
	slugs := func() string {
		t.Helper()
		all, err := kit.PublicTemplates(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, one := range all {
			names = append(names, one.Slug)
		}
		return strings.Join(names, " ")
	}
	publish := func(at time.Time) {
		t.Helper()
		if _, err := kit.UpdateTemplate(t.Context(), "", mine.ID, func(t *linkpack.Template) error { t.PublishedAt = at; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if got := slugs(); got != "theirs" {
		t.Errorf("at first: %q", got)
	}
	if _, err := kit.PublicTemplate(t.Context(), "mine"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a private one: %v", err)
	}
	publish(kit.Now())
	publish(kit.Now().Add(time.Hour))
	if got := slugs(); got != "mine theirs" {
		t.Errorf("after publishing: %q", got)
	}
	if one, err := kit.PublicTemplate(t.Context(), "mine"); err != nil || one.ID != mine.ID {
		t.Errorf("%+v, %v", one, err)
	}
	publish(time.Time{})
	if got := slugs(); got != "theirs" {
		t.Errorf("after taking it back: %q", got)
	}
	if err := kit.DeleteTemplate(t.Context(), "acme", theirs.ID); err != nil || slugs() != "" {
		t.Errorf("after a deletion: %q, %v", slugs(), err)
	}
}

func TestATemplateIsImportedWithItsDesign(t *testing.T) {
	kit := templateKit(t)
	theirs := newTemplate(t, kit, public("acme", "theirs"))
	newTemplate(t, kit, linkpack.Template{Workspace: "acme", Slug: "private"})
	copied, err := kit.ImportTemplate(t.Context(), "", "theirs")
	if err != nil || copied.CopyOf != theirs.ID || copied.Slug != "" || copied.Name != "Dots" || !copied.PublishedAt.IsZero() {
		t.Fatalf("%+v, %v", copied, err)
	}
	design, err := kit.Design(t.Context(), "", copied.Design)
	if err != nil || string(design.Body) != `{"v":1}` || design.ID == theirs.Design {
		t.Errorf("%+v, %v", design, err)
	}
	if _, err := kit.ImportTemplate(t.Context(), "", "private"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a private one: %v", err)
	}
	if _, err := kit.ImportTemplate(t.Context(), "acme", "private"); err != nil {
		t.Errorf("its own: %v", err)
	}
}

func TestATemplateIsAppliedToOneLink(t *testing.T) {
	kit := templateKit(t)
	newTemplate(t, kit, public("acme", "theirs"))
	design, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{"v":0}`)})
	if err != nil {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Design: design.ID})
	other := kit.NewLink(linkpack.Link{Destination: home, Design: design.ID})
	applied, err := kit.ApplyTemplate(t.Context(), "", link.ID, "theirs")
	if err != nil || string(applied.Body) != `{"v":1}` || applied.Workspace != linkpack.DefaultWorkspace {
		t.Fatalf("%+v, %v", applied, err)
	}
	if got, err := kit.Link(t.Context(), "", link.ID); err != nil || got.Design != applied.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := kit.Link(t.Context(), "", other.ID); err != nil || got.Design != design.ID {
		t.Errorf("the other link: %+v, %v", got, err)
	}
	for _, try := range [][2]string{{"none", "theirs"}, {link.ID, "none"}} {
		if _, err := kit.ApplyTemplate(t.Context(), "", try[0], try[1]); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%v: %v", try, err)
		}
	}
}

func TestALinkTakesTheDesignOfItsTemplate(t *testing.T) {
	kit := templateKit(t)
	one, two := newTemplate(t, kit, linkpack.Template{}), newTemplate(t, kit, linkpack.Template{})
	theirs := newTemplate(t, kit, public("acme", "theirs"))
	link := kit.NewLink(linkpack.Link{Destination: home, Template: one.ID})
	expect := func(what, template, design string, change func(*linkpack.Link)) {
		t.Helper()
		got, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { change(l); return nil })
		if err != nil || got.Template != template || got.Design != design {
			t.Errorf("%s: template %q, design %q, %v", what, got.Template, got.Design, err)
		}
	}
	expect("made with a template", one.ID, one.Design, func(*linkpack.Link) {})
	expect("with another template", two.ID, two.Design, func(l *linkpack.Link) { l.Template = two.ID })
	expect("with another design", two.ID, one.Design, func(l *linkpack.Link) { l.Design = one.Design })
	expect("with both", one.ID, two.Design, func(l *linkpack.Link) { l.Template, l.Design = one.ID, two.Design })
	expect("without a template", "", "", func(l *linkpack.Link) { l.Template = "" })
	for _, unknown := range []string{"none", theirs.ID} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Template: unknown})
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "template" {
			t.Errorf("template %q: %v", unknown, err)
		}
	}
	expect("with a template again", two.ID, two.Design, func(l *linkpack.Link) { l.Template = two.ID })
	if err := kit.DeleteTemplate(t.Context(), "", two.ID); err != nil {
		t.Fatal(err)
	}
	expect("whose template was deleted", two.ID, two.Design, func(l *linkpack.Link) { l.Name = "x" })
}

func TestAWorkspaceHasAThousandTemplates(t *testing.T) {
	s, err := linkpack.New(fullStore{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.CreateTemplate(t.Context(), linkpack.Template{Design: design.ID})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "name" {
		t.Errorf("one more: %v", err)
	}
}

// crossedStore runs a call once before a template is taken out of the list.
type crossedStore struct {
	linkpack.Store
	between func()
}

func (s *crossedStore) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	if between := s.between; between != nil && workspace == "" {
		s.between = nil
		between()
	}
	return s.Store.DeleteDocument(ctx, kind, workspace, id, edit)
}

func TestATemplatePublishedWhileItIsTakenBackIsListed(t *testing.T) {
	store := &crossedStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	kit := &linkpacktest.Kit{Shortener: s}
	made := newTemplate(t, kit, public("", "dots"))
	publish := func(at time.Time) {
		t.Helper()
		if _, err := s.UpdateTemplate(t.Context(), "", made.ID, func(t *linkpack.Template) error { t.PublishedAt = at; return nil }); err != nil {
			t.Error(err)
		}
	}
	store.between = func() { publish(linkpacktest.Start()) }
	publish(time.Time{})
	if all, err := s.PublicTemplates(t.Context()); err != nil || len(all) != 1 || store.between != nil {
		t.Errorf("lists %+v, %v", all, err)
	}
}

func TestARollBackBringsTheDesignBack(t *testing.T) {
	kit := templateKit(t)
	one, two := newTemplate(t, kit, linkpack.Template{}), newTemplate(t, kit, linkpack.Template{})
	own, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{"v":2}`)})
	if err != nil {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Template: one.ID, Design: own.ID})
	for _, update := range []func(*linkpack.Link){
		func(l *linkpack.Link) { l.Template, l.Design = two.ID, "" },
		func(l *linkpack.Link) { l.Design = own.ID },
		func(l *linkpack.Link) { l.Template, l.Design = "", "" },
		func(l *linkpack.Link) { l.Design = own.ID },
	} {
		change(t, kit, link, "", update)
	}
	expect := func(revision uint32, template, design string) {
		t.Helper()
		if got, err := kit.RollBackLink(t.Context(), "", link.ID, revision); err != nil || got.Template != template || got.Design != design {
			t.Errorf("revision %d: %+v, %v", revision, got, err)
		}
	}
	expect(1, one.ID, own.ID)
	expect(2, two.ID, "")
	expect(4, "", "")
	expect(3, two.ID, own.ID)
	expect(5, "", own.ID)
	if err := kit.DeleteTemplate(t.Context(), "", one.ID); err != nil {
		t.Fatal(err)
	}
	expect(1, "", own.ID)
}
