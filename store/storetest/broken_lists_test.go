package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// freesTombstones says that every code is free that no link has.
type freesTombstones struct{ linkpack.Store }

func (s freesTombstones) CodeFree(ctx context.Context, _, domain, code string) (bool, error) {
	_, err := s.LinkByCode(ctx, domain, code)
	if errors.Is(err, linkpack.ErrNotFound) || errors.Is(err, linkpack.ErrGone) {
		return true, nil
	}
	return false, err
}

// findsOneTag lists the links with the first of several tags.
type findsOneTag struct{ linkpack.Store }

func (s findsOneTag) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	q.Tags = q.Tags[:min(1, len(q.Tags))]
	return s.Store.ListLinks(ctx, q)
}

// searchesAll searches everywhere, whatever the query says.
type searchesAll struct{ linkpack.Store }

func (s searchesAll) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	q.SearchIn = linkpack.SearchAll
	return s.Store.ListLinks(ctx, q)
}

func TestAStoreThatListsTheWrongLinksIsNamed(t *testing.T) {
	lists := "a list holds what the query matches, in its order"
	for broken, words := range map[linkpack.Store]string{
		freesTombstones{memory.New()}: "a code is free if a new link of the workspace can take it",
		findsOneTag{memory.New()}:     lists,
		searchesAll{memory.New()}:     lists,
	} {
		if report := verdict(t, find(t, words), broken); !strings.Contains(report, "broken promise: "+words) {
			t.Errorf("a %T was reported as %q", broken, report)
		}
	}
}
