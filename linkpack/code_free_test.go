package linkpack_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestACodeIsCheckedAsForANewLink(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	kit.NewLink(linkpack.Link{ShortCode: "taken", Destination: home})
	gone := kit.NewLink(linkpack.Link{ShortCode: "gone", Destination: home})
	if err := kit.DeleteLink(t.Context(), "", gone.ID); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct{ workspace, domain, code, want string }{
		{"", "", "free", ""},
		{"others", "", "gone", `short code "gone": belonged to a link of another workspace, and is never given again`},
		{"", "", "gone", ""},
		{"", "", "taken", `short code "taken": already exists`},
		{"others", "", "taken", `short code "taken": already exists`},
		{"", "", "", "short_code: is required"},
		{"", "", "a b", "short_code: may have letters A-Z and a-z, digits, - and _ only"},
		{"", "", "api", `short_code: "api" is reserved`},
		{"", "foreign.example", "free", `domain: "foreign.example" is not one of this workspace's domains`},
		{"nobody", "", "free", `workspace "nobody": linkpack: not found`},
	} {
		err := kit.CheckCode(t.Context(), try.workspace, try.domain, try.code)
		if got := textOf(err); got != try.want {
			t.Errorf("%+v: %q", try, got)
		}
		if taken, ok := errors.AsType[*linkpack.TakenError](err); ok && taken.Field != "short_code" {
			t.Errorf("%+v: the field is %q", try, taken.Field)
		}
		if _, err := kit.CreateLink(t.Context(), linkpack.Link{Workspace: try.workspace, Domain: try.domain, ShortCode: try.code, Destination: home}); try.code != "" && textOf(err) != try.want {
			t.Errorf("%+v: creating it: %v", try, err)
		}
	}
}

// textOf returns the text of an error, or "" if there is none.
func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestANewCodeIsOneThatNoLinkHad(t *testing.T) {
	codes := []string{"taken", "gone", "fresh"}
	kit := linkpacktest.New(t, linkpack.Options{NewCode: func(_ context.Context, _ string, try int) (string, error) { return codes[try], nil }})
	kit.NewLink(linkpack.Link{ShortCode: "taken", Destination: home})
	gone := kit.NewLink(linkpack.Link{ShortCode: "gone", Destination: home})
	if err := kit.DeleteLink(t.Context(), "", gone.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 { // it is kept for nobody
		if code, err := kit.NewCode(t.Context(), "", ""); err != nil || code != "fresh" {
			t.Errorf("%q, %v", code, err)
		}
	}
	if _, err := kit.NewCode(t.Context(), "", "foreign.example"); err == nil || !strings.HasPrefix(err.Error(), "domain:") {
		t.Errorf("on another's domain: %v", err)
	}
}

func TestATokenOfADomainChecksCodesOfThatDomainOnly(t *testing.T) {
	kit := linkpacktest.New(t)
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Domain: "a.example", Rights: linkpack.MayCreate}))
	if err := kit.CheckCode(ctx, "", "", "free"); !errors.Is(err, linkpack.ErrForbidden) {
		t.Errorf("on another domain: %v", err)
	}
	if _, err := kit.NewCode(ctx, "", ""); !errors.Is(err, linkpack.ErrForbidden) {
		t.Errorf("a new code on another domain: %v", err)
	}
}
