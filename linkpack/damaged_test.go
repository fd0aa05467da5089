package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestListsReturnWhatIsNotDamaged(t *testing.T) {
	ctx := t.Context()
	s, err := linkpack.New(linkpacktest.DamagedStore{Store: memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	for range 600 { // more than a page
		_, err := s.CreateLink(ctx, linkpack.Link{Destination: home, Tags: []string{"spring"}})
		steps(t, err)
	}
	_, err = s.CreateDomain(ctx, linkpack.Domain{Host: "a.example"})
	steps(t, err)
	_, err = s.CreateToken(ctx, linkpack.Token{Name: "ci"})
	steps(t, err)
	_, err = s.CreateDesign(ctx, linkpack.StoredDesign{Body: []byte("{}")})
	steps(t, err)
	_, err = s.CreateGroup(ctx, linkpack.Group{Name: "spring"})
	steps(t, err)
	groups, groupErr := s.Groups(ctx, "")
	counts, countErr := s.CountLinksByGroup(ctx, "")
	domains, domainErr := s.Domains(ctx, "")
	tokens, tokenErr := s.Tokens(ctx, "")
	designs, designErr := s.Designs(ctx, "")
	page, linkErr := s.ListLinks(ctx, linkpack.LinkQuery{})
	renamed, renameErr := s.RenameTag(ctx, "", "spring", "summer")
	tags, tagErr := s.Tags(ctx, "")
	deleted, deleteErr := s.DeleteTag(ctx, "", "summer")
	for name, c := range map[string]struct {
		got, want any
		err       error
	}{
		"domains":      {len(domains), 1, domainErr},
		"groups":       {len(groups), 1, groupErr},
		"group counts": {counts[""], 600, countErr},
		"tokens":       {len(tokens), 1, tokenErr},
		"designs":      {len(designs), 1, designErr},
		"links":        {len(page.Links), 50, linkErr},
		"tags":         {fmt.Sprint(tags), "[{summer 600}]", tagErr},
		"renamed tags": {renamed, 600, renameErr},
		"deleted tags": {deleted, 600, deleteErr},
	} {
		if _, named := errors.AsType[*linkpack.DamagedError](c.err); c.got != c.want || !named {
			t.Errorf("%s: got %v, %v, want %v", name, c.got, c.err, c.want)
		}
	}
}

// unreadableStore has links that cannot be read.
type unreadableStore struct{ linkpack.Store }

func (unreadableStore) Link(context.Context, string, string) (*linkpack.Link, error) {
	return nil, fmt.Errorf("a flipped bit: %w", linkpack.ErrDamaged)
}

func (unreadableStore) UpdateLinks(context.Context, string, []string, func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	return nil, fmt.Errorf("a flipped bit: %w", linkpack.ErrDamaged)
}

func TestADamagedLinkIsDeletedByThoseWhoMayDeleteEveryLink(t *testing.T) {
	s, err := linkpack.New(unreadableStore{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	for name, c := range map[string]struct {
		scope linkpack.Scope
		want  error
	}{
		"all":          {linkpack.Scope{}, nil},
		"one tag":      {linkpack.Scope{Tag: "spring"}, linkpack.ErrForbidden},
		"one domain":   {linkpack.Scope{Domain: "localhost"}, linkpack.ErrForbidden},
		"read alone":   {linkpack.Scope{Rights: linkpack.MayRead}, linkpack.ErrForbidden},
		"change alone": {linkpack.Scope{Rights: linkpack.MayChange}, nil},
	} {
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Tags: []string{"spring"}})
		steps(t, err)
		ctx := linkpack.WithPrincipal(t.Context(), linkpack.Principal{Workspace: linkpack.DefaultWorkspace, Scope: c.scope})
		if err := s.DeleteLinksNow(ctx, "", []string{link.ID}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
