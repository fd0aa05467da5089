package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// countsAll counts all links, whatever the query asks for.
type countsAll struct{ linkpack.Store }

func (s countsAll) CountMatching(ctx context.Context, q linkpack.LinkQuery) (int, error) {
	return s.Store.CountMatching(ctx, linkpack.LinkQuery{Workspace: q.Workspace, Bin: q.Bin})
}

// searchesLong finds only texts of at least three bytes, as an index of trigrams does.
type searchesLong struct{ linkpack.Store }

func (s searchesLong) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	if len(q.Search) > 0 && len(q.Search) < 3 {
		q.Search = "nothing has this"
	}
	return s.Store.ListLinks(ctx, q)
}

// cutsNames sorts by the beginning of the name alone.
type cutsNames struct{ linkpack.Store }

func (s cutsNames) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	if q.Sort == linkpack.SortName {
		q.Sort = linkpack.SortCreated
	}
	return s.Store.ListLinks(ctx, q)
}

func TestAStoreThatSearchesOrCountsWrongIsNamed(t *testing.T) {
	scan := "lists, searches and counts are those of a scan, whatever was created, changed and deleted"
	for broken, words := range map[linkpack.Store]string{
		countsAll{memory.New()}:    scan,
		searchesLong{memory.New()}: scan,
		cutsNames{memory.New()}:    "names that begin alike are sorted to their ends",
	} {
		if report := verdict(t, find(t, words), broken); !strings.Contains(report, "broken promise: "+words) {
			t.Errorf("a %T was reported as %q", broken, report)
		}
	}
}
