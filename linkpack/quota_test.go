package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// quotaKit returns a kit whose quotas note what they are asked and refuse all when
// refused is set.
func quotaKit(t *testing.T) (kit *linkpacktest.Kit, asked *[]string, refused *error) {
	t.Helper()
	asked, refused = new([]string), new(error)
	kit = linkpacktest.New(t, linkpack.Options{CheckQuota: func(_ context.Context, workspace string, o linkpack.Operation) error {
		*asked = append(*asked, fmt.Sprintf("%s: %v", workspace, o))
		return *refused
	}})
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	return kit, asked, refused
}

// quotaCall is a call that creates something, and what the quotas are asked.
type quotaCall struct {
	name  string
	call  func(context.Context, *linkpacktest.Kit) error
	asked []string
}

func quotaCalls() []quotaCall {
	l := linkpack.Link{Destination: home}
	elsewhere := linkpack.Link{Destination: home, Workspace: "w"}
	bad := linkpack.Link{Destination: "nowhere"}
	return []quotaCall{
		{"CreateLink", func(ctx context.Context, k *linkpacktest.Kit) error { return only(k.CreateLink(ctx, l)) }, []string{"default: create 1 link"}},
		{"CreateLinks", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateLinks(ctx, []linkpack.Link{l, elsewhere, l, elsewhere, l}))
		}, []string{"default: create 3 links", "w: create 2 links"}},
		{"CreateEach", func(ctx context.Context, k *linkpacktest.Kit) error {
			made, err := k.CreateEach(ctx, []linkpack.Link{l, bad, l})
			if made != nil && errors.Is(err, linkpack.ErrInvalid) {
				err = nil
			}
			return err
		}, []string{"default: create 2 links"}},
		{"CreateLinkOnce", func(ctx context.Context, k *linkpacktest.Kit) error {
			_, _, err := k.CreateLinkOnce(ctx, "key", nil, l)
			return err
		}, []string{"default: create 1 link"}},
		{"CreateGroup", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateGroup(ctx, linkpack.Group{Workspace: "w", Name: "spring"}))
		}, []string{"w: create 1 group"}},
		{"CreateLink in a new group", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateLink(ctx, linkpack.Link{Destination: home, Group: "summer"}))
		}, []string{"default: create 1 link", "default: create 1 group"}},
		{"CreateDomain", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateDomain(ctx, linkpack.Domain{Workspace: "w", Host: "w.example"}))
		}, []string{"w: create 1 domain"}},
		{"CreateToken", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateToken(ctx, linkpack.Token{Workspace: "w"}))
		}, []string{"w: create 1 token"}},
		{"CreateToken with a secret", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateToken(ctx, linkpack.Token{Secret: "secret of the quota"}))
		}, []string{"default: create 1 token"}},
		{"CreateDesign", func(ctx context.Context, k *linkpacktest.Kit) error {
			return only(k.CreateDesign(ctx, linkpack.StoredDesign{Body: []byte(`{}`)}))
		}, []string{"default: create 1 design"}},
		{"CreateTemplate", func(ctx context.Context, k *linkpacktest.Kit) error {
			designs, err := k.Designs(ctx, "")
			if err != nil {
				return err
			}
			return only(k.CreateTemplate(ctx, linkpack.Template{Design: designs[0].ID}))
		}, []string{"default: create 1 template"}},
	}
}

func TestQuotasAreAskedForWhatIsToBeCreated(t *testing.T) {
	kit, asked, refused := quotaKit(t)
	full := errors.New("the plan is full")
	for _, c := range quotaCalls() {
		*refused = full
		if err := c.call(t.Context(), kit); !errors.Is(err, full) || !strings.HasPrefix(err.Error(), "create ") {
			t.Errorf("%s: %v", c.name, err)
		}
		*asked, *refused = nil, nil
		if err := c.call(t.Context(), kit); err != nil || !slices.Equal(*asked, c.asked) {
			t.Errorf("%s asked %q, %v", c.name, *asked, err)
		}
	}
}

func TestQuotasAreAskedForLinksThatAreRestored(t *testing.T) {
	kit, asked, refused := quotaKit(t)
	one, two := binned(t, kit, linkpack.Link{Destination: home}), binned(t, kit, linkpack.Link{Destination: home})
	*asked, *refused = nil, errors.New("the plan is full")
	if _, err := kit.RestoreLink(t.Context(), "", one.ID, nil); !errors.Is(err, *refused) {
		t.Errorf("RestoreLink: %v", err)
	}
	*refused = nil
	_, err := kit.RestoreLinks(t.Context(), "", []string{one.ID, two.ID}, nil)
	if want := []string{"default: create 1 link", "default: create 2 links"}; err != nil || !slices.Equal(*asked, want) {
		t.Errorf("RestoreLinks asked %q, %v", *asked, err)
	}
}

func TestQuotasAreNotAskedForWhatIsNotCreated(t *testing.T) {
	kit, asked, refused := quotaKit(t)
	for _, c := range quotaCalls() {
		if err := c.call(t.Context(), kit); err != nil {
			t.Fatal(err)
		}
	}
	*asked, *refused = nil, errors.New("the plan is full")
	for name, call := range map[string]func(context.Context) error{
		"a call with the same key": func(ctx context.Context) error {
			_, _, err := kit.CreateLinkOnce(ctx, "key", nil, linkpack.Link{Destination: home})
			return err
		},
		"a token that is known": func(ctx context.Context) error {
			return only(kit.CreateToken(ctx, linkpack.Token{Secret: "secret of the quota"}))
		},
		"no links": func(ctx context.Context) error { return only(kit.CreateLinks(ctx, nil)) },
	} {
		if err := call(t.Context()); err != nil || len(*asked) > 0 {
			t.Errorf("%s asked %q, %v", name, *asked, err)
		}
	}
	for name, call := range map[string]func(context.Context) error{
		"a bad link": func(ctx context.Context) error {
			return only(kit.CreateLink(ctx, linkpack.Link{Destination: "nowhere"}))
		},
		"a bad link of several": func(ctx context.Context) error {
			return only(kit.CreateLinks(ctx, []linkpack.Link{{Destination: home}, {Destination: "nowhere"}}))
		},
		"a bad host":   func(ctx context.Context) error { return only(kit.CreateDomain(ctx, linkpack.Domain{Host: "!"})) },
		"a bad secret": func(ctx context.Context) error { return only(kit.CreateToken(ctx, linkpack.Token{Secret: "x"})) },
		"a bad design": func(ctx context.Context) error {
			return only(kit.CreateDesign(ctx, linkpack.StoredDesign{Body: []byte(`[]`)}))
		},
	} {
		if err := call(t.Context()); !errors.Is(err, linkpack.ErrInvalid) || len(*asked) > 0 {
			t.Errorf("%s asked %q, %v", name, *asked, err)
		}
	}
}
