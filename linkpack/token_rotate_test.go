package linkpack_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestRotationKeepsWhatTheTokenIs(t *testing.T) {
	kit := linkpacktest.New(t)
	ctx := linkpack.WithActor(t.Context(), "ann")
	scope := linkpack.Scope{Rights: linkpack.MayRead, Tag: "red"}
	token, err := kit.CreateToken(ctx, linkpack.Token{Name: "app", Scope: scope, ExpiresAt: kit.Now().Add(time.Hour)})
	if err != nil || token.CreatedBy != "ann" {
		t.Fatalf("made %+v, %v", token, err)
	}
	const secret = "a secret of the host"
	rotated, err := kit.RotateToken(t.Context(), "", token.ID, linkpack.Rotation{Secret: secret})
	if err != nil || rotated.Secret != secret || rotated.ID != token.ID || rotated.Name != "app" || rotated.Scope != scope ||
		!rotated.ExpiresAt.Equal(token.ExpiresAt) || !rotated.CreatedAt.Equal(token.CreatedAt) || rotated.CreatedBy != "ann" {
		t.Errorf("rotated to %+v, %v", rotated, err)
	}
	if who, err := kit.Authenticate(t.Context(), secret); err != nil || who.Token != token.ID || who.Scope != scope {
		t.Errorf("the new secret is %+v, %v", who, err)
	}
	kit.Clock.Advance(time.Hour)
	if _, err := kit.Authenticate(t.Context(), secret); !errors.Is(err, linkpack.ErrUnauthorized) {
		t.Errorf("after the token's end: %v", err)
	}
}

func TestWrongRotations(t *testing.T) {
	kit := linkpacktest.New(t)
	token, other := newToken(t, kit), newToken(t, kit)
	for name, try := range map[string]struct {
		rotation linkpack.Rotation
		field    string // or ErrExists
	}{
		"negative grace":           {linkpack.Rotation{Grace: -1}, "grace"},
		"long grace":               {linkpack.Rotation{Grace: 30*24*time.Hour + 1}, "grace"},
		"short secret":             {linkpack.Rotation{Secret: "short"}, "secret"},
		"its own secret":           {linkpack.Rotation{Secret: token.Secret}, ""},
		"the secret of another":    {linkpack.Rotation{Secret: other.Secret}, ""},
		"the same, within a grace": {linkpack.Rotation{Secret: other.Secret, Grace: time.Hour}, ""},
	} {
		_, err := kit.RotateToken(t.Context(), "", token.ID, try.rotation)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); try.field != "" && (!ok || fault.Field != try.field) {
			t.Errorf("%s: %v, want a fault of %s", name, err, try.field)
		}
		if try.field == "" && !errors.Is(err, linkpack.ErrExists) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := kit.Authenticate(t.Context(), token.Secret); err != nil {
		t.Errorf("a refused rotation ends the secret: %v", err)
	}
}

func newToken(t *testing.T, kit *linkpacktest.Kit) *linkpack.Token {
	t.Helper()
	token, err := kit.CreateToken(t.Context(), linkpack.Token{})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestATokenHasAtMostTenSecrets(t *testing.T) {
	kit := linkpacktest.New(t)
	token := newToken(t, kit)
	rotate := func(grace time.Duration) (*linkpack.Token, error) {
		return kit.RotateToken(t.Context(), "", token.ID, linkpack.Rotation{Grace: grace})
	}
	for range 9 {
		if _, err := rotate(30 * 24 * time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	_, err := rotate(time.Hour)
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "grace" || !strings.Contains(fault.Reason, "10 secrets") {
		t.Errorf("the eleventh secret: %v", err)
	}
	if _, err := kit.Authenticate(t.Context(), token.Secret); err != nil {
		t.Errorf("the first secret, within its grace: %v", err)
	}
	rotated, err := rotate(0)
	if err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]error{token.Secret: linkpack.ErrUnauthorized, rotated.Secret: nil} {
		if _, err := kit.Authenticate(t.Context(), secret); !errors.Is(err, want) {
			t.Errorf("after a rotation without grace: %v, want %v", err, want)
		}
	}
}

func TestRotationsAtOnceLeaveOneSecret(t *testing.T) {
	kit := linkpacktest.New(t)
	token := newToken(t, kit)
	secrets := make([]string, 8)
	var all sync.WaitGroup
	for i := range secrets {
		all.Go(func() {
			rotated, err := kit.RotateToken(t.Context(), "", token.ID, linkpack.Rotation{})
			if err != nil {
				t.Error(err)
				return
			}
			secrets[i] = rotated.Secret
		})
	}
	all.Wait()
	works := 0
	for _, secret := range append(secrets, token.Secret) {
		if _, err := kit.Authenticate(t.Context(), secret); err == nil {
			works++
		}
	}
	if works != 1 {
		t.Errorf("%d secrets work", works)
	}
}
