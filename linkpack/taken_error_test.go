package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestCodesThatWereGivenUpAreSaidToBe(t *testing.T) {
	kit := linkpacktest.New(t)
	deleted := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "deleted"})
	if err := kit.DeleteLink(t.Context(), "", deleted.ID); err != nil {
		t.Fatal(err)
	}
	change(t, kit, kit.NewLink(linkpack.Link{Destination: home, ShortCode: "before"}), "", func(l *linkpack.Link) { l.ShortCode = "now" })
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
