package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// TestMissesThatLeadHomeAreNoLoop has misses that are sent to the root of the host or
// to a link, from paths that only look like the place where they lead to.
func TestMissesThatLeadHomeAreNoLoop(t *testing.T) {
	const base = "https://go.example"
	for name, tt := range map[string]struct{ notFound, code, path string }{
		"a path that is no code, to the root":     {base + "/", "a/b", ""},
		"a long code, to the root":                {base + "/", string(make([]byte, 800)), ""},
		"below the link that misses are sent to":  {base + "/start", "start", "/x"},
		"another code, to the link":               {base + "/start", "other", ""},
		"below another code, to the link as well": {base + "/start", "other", "/x"},
	} {
		s := movedTo(t, linkpack.Options{BaseURL: base, NotFoundURL: tt.notFound}, linkpack.Link{ShortCode: "start", Destination: home})
		res, err := s.Resolve(t.Context(), "go.example", tt.code, &routing.Visit{Path: tt.path})
		if err != nil || res.Location != tt.notFound {
			t.Errorf("%s: sent to %q, %v", name, res.Location, err)
		}
	}
}

// TestALinkThatLeadsToADeadOneIsNoLoop has a link that leads to one that is over, whose
// destination is the first.
func TestALinkThatLeadsToADeadOneIsNoLoop(t *testing.T) {
	const base = "https://go.example"
	begin := linkpacktest.Start()
	s := movedTo(t, linkpack.Options{BaseURL: base},
		linkpack.Link{ShortCode: "a", Destination: base + "/b"},
		linkpack.Link{ShortCode: "b", Destination: base + "/a", StartsAt: begin.Add(-2 * time.Hour), ExpiresAt: begin.Add(-time.Hour)})
	res, err := s.Resolve(t.Context(), "go.example", "a", new(routing.Visit))
	if err != nil || res.Location != base+"/b" {
		t.Errorf("sent to %q, %v", res.Location, err)
	}
}

// TestParametersInACodeAreMovedOnce resolves and unlocks the same visit.
func TestParametersInACodeAreMovedOnce(t *testing.T) {
	s := movedTo(t, linkpack.Options{BaseURL: "https://go.example"},
		linkpack.Link{ShortCode: "secret", Destination: home, ForwardQuery: true, PasswordHash: hashOf(t, "open")})
	visit := &routing.Visit{}
	if _, err := s.Resolve(t.Context(), "go.example", "secret&a=1", visit); !errors.Is(err, linkpack.ErrPassword) {
		t.Fatal(err)
	}
	res, err := s.Unlock(t.Context(), "go.example", "secret&a=1", visit, "open")
	if err != nil || res.Location != home+"?a=1" {
		t.Errorf("sent to %q, %v", res.Location, err)
	}
}

func hashOf(t *testing.T, password string) string {
	t.Helper()
	var link linkpack.Link
	if err := link.SetPassword(password); err != nil {
		t.Fatal(err)
	}
	return link.PasswordHash
}
