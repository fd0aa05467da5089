package linkpack_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestATokenOpensItsWorkspaceOnly(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme"}); err != nil {
		t.Fatal(err)
	}
	token, err := kit.CreateToken(t.Context(), linkpack.Token{Workspace: "acme", Name: "ci"})
	if err != nil {
		t.Fatal(err)
	}
	secret := token.Secret
	if !strings.HasPrefix(secret, "lp_") || len(secret) != 46 {
		t.Errorf("secret %q", secret)
	}
	who, err := kit.Authenticate(t.Context(), secret)
	if err != nil || who != (linkpack.Principal{Workspace: "acme", Token: token.ID}) {
		t.Errorf("got %+v, %v", who, err)
	}
	for _, wrong := range []string{"", "lp_", secret[:45], secret + "x", strings.ToUpper(secret)} {
		if _, err := kit.Authenticate(t.Context(), wrong); !errors.Is(err, linkpack.ErrUnauthorized) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := kit.DeleteToken(t.Context(), "", token.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace revoked it: %v", err)
	}
	if err := kit.DeleteToken(t.Context(), "acme", token.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Authenticate(t.Context(), secret); !errors.Is(err, linkpack.ErrUnauthorized) {
		t.Errorf("revoked: %v", err)
	}
}

func TestRotation(t *testing.T) {
	kit := linkpacktest.New(t)
	token, err := kit.CreateToken(t.Context(), linkpack.Token{Name: "app"})
	if err != nil {
		t.Fatal(err)
	}
	first := token.Secret
	rotate := func(grace time.Duration) (string, error) {
		rotated, err := kit.RotateToken(t.Context(), "", token.ID, linkpack.Rotation{Grace: grace})
		if err != nil {
			return "", err
		}
		return rotated.Secret, nil
	}
	works := func(secret string) bool {
		_, err := kit.Authenticate(t.Context(), secret)
		return err == nil
	}
	second, err := rotate(time.Hour)
	if err != nil || !works(first) || !works(second) {
		t.Fatalf("within the grace: %v, first %v, second %v", err, works(first), works(second))
	}
	kit.Clock.Advance(time.Hour)
	if works(first) || !works(second) {
		t.Errorf("after the grace: first %v, second %v", works(first), works(second))
	}
	third, err := rotate(0)
	if err != nil || works(second) || !works(third) {
		t.Errorf("without grace: %v, second %v, third %v", err, works(second), works(third))
	}
	tokens, err := kit.Tokens(t.Context(), "")
	if err != nil || len(tokens) != 1 || tokens[0].ID != token.ID || tokens[0].RotatedAt.IsZero() {
		t.Errorf("tokens %+v, %v", tokens, err)
	}
}

func TestAdoptedSecrets(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme"}); err != nil {
		t.Fatal(err)
	}
	const secret = "correct horse battery staple"
	token, err := kit.CreateToken(t.Context(), linkpack.Token{Name: "script", Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	again, err := kit.CreateToken(t.Context(), linkpack.Token{Name: "script", Secret: secret})
	if err != nil || again.ID != token.ID {
		t.Errorf("adopted again: %+v, %v", again, err)
	}
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Workspace: "acme", Name: "script", Secret: secret}); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("adopted by another workspace: %v", err)
	}
	for what, other := range map[string]linkpack.Token{
		"scope":  {Secret: secret, Scope: linkpack.Scope{Rights: linkpack.MayRead}},
		"expiry": {Secret: secret, ExpiresAt: kit.Now().Add(time.Hour)},
	} {
		if _, err := kit.CreateToken(t.Context(), other); !errors.Is(err, linkpack.ErrExists) {
			t.Errorf("adopted with another %s: %v", what, err)
		}
	}
	limited := linkpack.Token{Secret: "another secret of a script", Scope: linkpack.Scope{Rights: linkpack.MayRead}, ExpiresAt: kit.Now().Add(time.Hour + time.Nanosecond)}
	for range 2 {
		if _, err := kit.CreateToken(t.Context(), limited); err != nil {
			t.Errorf("adopted with the same scope and expiry: %v", err)
		}
	}
	for _, bad := range []string{"fifteen chars..", "sixteen chars..\n", " leading-space-0", "trailing-space- ", strings.Repeat(" ", 20), strings.Repeat("x", 513), "\xff23456789abcdef0"} {
		if _, err := kit.CreateToken(t.Context(), linkpack.Token{Secret: bad}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Workspace: "nobody"}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a token for no workspace: %v", err)
	}
}

func TestErrorsNameWhatIsMissingOnce(t *testing.T) {
	kit := linkpacktest.New(t)
	_, workspace := kit.Workspace(t.Context(), "nope")
	_, domain := kit.Domain(t.Context(), "", "nope.example")
	_, taken := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: linkpack.DefaultWorkspace})
	for want, err := range map[string]error{
		`workspace "nope": linkpack: not found`:         workspace,
		`domain "nope.example": linkpack: not found`:    domain,
		`workspace "default": linkpack: already exists`: taken,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWorkspaces(t *testing.T) {
	kit := linkpacktest.New(t)
	made, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme", Name: "Acme", Timezone: "Europe/Paris"})
	if err != nil || made.CreatedAt.IsZero() {
		t.Fatalf("%+v, %v", made, err)
	}
	for name, test := range map[string]struct {
		workspace linkpack.Workspace
		want      error
	}{
		"taken":     {linkpack.Workspace{ID: "acme"}, linkpack.ErrExists},
		"no id":     {linkpack.Workspace{}, linkpack.ErrInvalid},
		"bad id":    {linkpack.Workspace{ID: "a/b"}, linkpack.ErrInvalid},
		"bad zone":  {linkpack.Workspace{ID: "x", Timezone: "Local"}, linkpack.ErrInvalid},
		"long name": {linkpack.Workspace{ID: "x", Name: strings.Repeat("n", 201)}, linkpack.ErrInvalid},
	} {
		if _, err := kit.CreateWorkspace(t.Context(), test.workspace); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	all, err := kit.Workspaces(t.Context())
	if err != nil || len(all) != 2 || all[0].ID != "acme" || all[1].ID != linkpack.DefaultWorkspace {
		t.Errorf("workspaces %+v, %v", all, err)
	}
	zone, err := kit.Timezone(t.Context(), "acme")
	if err != nil || zone.String() != "Europe/Paris" {
		t.Errorf("zone %v, %v", zone, err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Workspace: "acme"})
	if _, err := kit.Link(t.Context(), "", link.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace sees the link: %v", err)
	}
	if _, err := kit.LinkByCode(t.Context(), "", "", link.ShortCode); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace sees the code: %v", err)
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Workspace: "nobody"}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a link of no workspace: %v", err)
	}
}

func TestPreferencesOfATokenComeWithItsPrincipal(t *testing.T) {
	kit := linkpacktest.New(t)
	token, err := kit.CreateToken(t.Context(), linkpack.Token{Preferences: "attributes=list"})
	if err != nil || token.Preferences != "attributes=list" {
		t.Fatal(token, err)
	}
	rotated, err := kit.RotateToken(t.Context(), "", token.ID, linkpack.Rotation{})
	if err != nil {
		t.Fatal(err)
	}
	if who, err := kit.Authenticate(t.Context(), rotated.Secret); err != nil || who.Preferences != "attributes=list" {
		t.Errorf("after a rotation: %+v, %v", who, err)
	}
	other := linkpack.Token{Secret: rotated.Secret, Preferences: "attributes=map"}
	if _, err := kit.CreateToken(t.Context(), other); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("the same secret with other preferences: %v", err)
	}
	for _, wrong := range []string{strings.Repeat("x", 101), "\x00", "\xff"} {
		_, err := kit.CreateToken(t.Context(), linkpack.Token{Preferences: wrong})
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "preferences" {
			t.Errorf("%.10q: %v", wrong, err)
		}
	}
}
