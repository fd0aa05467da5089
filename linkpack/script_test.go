package linkpack_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// allowed lets every link have scripts.
func allowed(*linkpack.Link) bool { return true }

func TestScriptsAreAllowedLinkByLink(t *testing.T) {
	tagged := func(l *linkpack.Link) bool { return slices.Contains(l.Tags, "ads") }
	kit := linkpacktest.New(t, linkpack.Options{ScriptsAllowed: tagged})
	scripts := []linkpack.Script{{Content: "run()"}}
	refused := func(err error) bool {
		fault, ok := errors.AsType[*linkpack.FieldError](err)
		return ok && fault.Field == "retargeting_scripts"
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Scripts: scripts}); !refused(err) {
		t.Errorf("a link that may have none: %v", err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Scripts: scripts, Tags: []string{"ads"}})
	runs := func(want int) {
		t.Helper()
		if res, err := kit.Visit(link).Resolve(); err != nil || len(res.Scripts) != want {
			t.Errorf("%d scripts run, %v, want %d", len(res.Scripts), err, want)
		}
	}
	runs(1)
	update := func(change func(*linkpack.Link)) error {
		_, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { change(l); return nil })
		return err
	}
	if err := update(func(l *linkpack.Link) { l.Tags = nil }); err != nil {
		t.Errorf("a link keeps its scripts: %v", err)
	}
	runs(0)
	if err := update(func(l *linkpack.Link) { l.Scripts = append(l.Scripts, scripts[0]) }); !refused(err) {
		t.Errorf("a further script: %v", err)
	}
	if err := update(func(l *linkpack.Link) { l.Tags, l.Scripts = []string{"ads"}, append(l.Scripts, scripts[0]) }); err != nil {
		t.Errorf("a further script where it is allowed: %v", err)
	}
	runs(2)
}

func TestScriptsAreAllowedByTheGroupOfALink(t *testing.T) {
	store := &forgetfulStore{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{ScriptsAllowed: func(l *linkpack.Link) bool { return l.Group == "ads" }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	ads, other := newGroup(t, s, "ads", ""), newGroup(t, s, "other", "")
	link := linkpack.Link{Destination: home, Scripts: []linkpack.Script{{Content: "run()"}}, MaxClicks: 1}
	for what, try := range map[string]struct {
		group, id string
		allowed   bool
	}{"by name": {"ads", "", true}, "by ID": {"", ads.ID, true}, "another name": {"new", "", false}, "another ID": {"", other.ID, false}} {
		link.Group, link.GroupID = try.group, try.id
		made, err := s.CreateLink(t.Context(), link)
		if errors.Is(err, linkpack.ErrInvalid) == try.allowed || try.allowed && made == nil {
			t.Errorf("%s: made %+v, %v", what, made, err)
		}
		moved, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "ads"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.UpdateLink(t.Context(), "", moved.ID, func(l *linkpack.Link) error {
			l.Scripts = link.Scripts
			if try.id != "" {
				l.GroupID = try.id
			} else {
				l.Group = try.group
			}
			return nil
		})
		if errors.Is(err, linkpack.ErrInvalid) == try.allowed {
			t.Errorf("%s: changed, %v", what, err)
		}
	}
	link.Group, link.GroupID = "ads", ""
	made, err := s.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	visit := &routing.Visit{UserAgent: firefox}
	store.written = true
	if _, err := s.Resolve(t.Context(), "", made.ShortCode, visit); !errors.Is(err, errUnreadable) {
		t.Errorf("a visit when the group cannot be read: %v", err)
	}
	store.written = false
	if res, err := s.Resolve(t.Context(), "", made.ShortCode, visit); err != nil || len(res.Scripts) != 1 {
		t.Errorf("a visit: %+v, %v", res, err)
	}
}
