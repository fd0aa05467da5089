package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// sharesExternalIDs gives an external id to the last link that asks for it.
type sharesExternalIDs struct{ linkpack.Store }

func (s sharesExternalIDs) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	for _, l := range links {
		if old, err := s.LinkByExternalID(ctx, l.Workspace, l.ExternalID); err == nil {
			if err := s.DeleteLinks(ctx, old.Workspace, linkpack.Edit{}, old.ID); err != nil {
				return err
			}
		}
	}
	return s.Store.CreateLinks(ctx, links...)
}

// findsExpired finds links by their destination whether they have expired or not.
type findsExpired struct{ linkpack.Store }

func (s findsExpired) LinkTo(ctx context.Context, target linkpack.Target) (*linkpack.Link, error) {
	target.At = linkpack.Target{}.At
	return s.Store.LinkTo(ctx, target)
}

func TestAStoreThatFindsTheWrongLinkIsNamed(t *testing.T) {
	for words, broken := range map[string]linkpack.Store{
		"an external id is given once in a workspace":                 sharesExternalIDs{memory.New()},
		"when many create one external id, exactly one succeeds":      sharesExternalIDs{memory.New()},
		"a target selects what it matches, in its order":              findsExpired{memory.New()},
		"when many create a link to one target, exactly one succeeds": ignoresConditions{memory.New()},
	} {
		t.Run(words, func(t *testing.T) {
			if report := verdict(t, find(t, words), broken); !strings.Contains(report, "broken promise: "+words) {
				t.Errorf("a %T was reported as %q", broken, report)
			}
		})
	}
}
