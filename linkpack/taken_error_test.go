package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestCodesThatAnotherWorkspaceGaveUpAreSaidToBe(t *testing.T) {
	kit := linkpacktest.New(t)
	deleteElsewhere(t, kit, "deleted")
	renamed := kit.NewLink(linkpack.Link{Workspace: "elsewhere", Destination: home, ShortCode: "before"})
	if _, err := kit.UpdateLink(t.Context(), "elsewhere", renamed.ID, func(l *linkpack.Link) error { l.ShortCode = "now"; return nil }); err != nil {
		t.Fatal(err)
	}
	other := kit.NewLink(linkpack.Link{Destination: home})
	for code, retired := range map[string]bool{"deleted": true, "before": true, "now": false} {
		_, made := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: code})
		_, changed := kit.UpdateLink(t.Context(), "", other.ID, func(l *linkpack.Link) error { l.ShortCode = code; return nil })
		for _, err := range []error{made, changed} {
			var taken *linkpack.TakenError
			if !errors.As(err, &taken) || taken.Retired != retired || strings.Contains(err.Error(), "never given again") != retired {
				t.Errorf("%s: %v, %+v", code, err, taken)
			}
		}
	}
}
