package linkpack_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
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
