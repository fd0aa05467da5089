package linkpack_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// pastStore is a store that counts the link versions that are read.
type pastStore struct {
	linkpack.Store
	read int
}

// LinkRevisions implements [linkpack.Links].
func (p *pastStore) LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) ([]*linkpack.Link, error) {
	found, err := p.Store.LinkRevisions(ctx, workspace, id, before, limit)
	p.read += len(found)
	return found, err
}

func TestSplitsOfALinkWithALongPastAreCheckedByItsNewestVersions(t *testing.T) {
	store := &pastStore{Store: memory.New()}
	clock := linkpacktest.NewClock(linkpacktest.Start())
	s, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), splitLink())
	if err != nil {
		t.Fatal(err)
	}
	visitors(t, s, link, 50)
	for _, step := range []struct {
		what    string
		changes int // number of changes of the name
		percent float64
		later   time.Duration
		skipped string
		most    int // the most versions that may be read
	}{
		{"after some changes", 100, 50, 0, "", 101},
		{"after many", 500, 50, 0, "the link has too many versions in the range", 256},
		{"when the rules have changed", 1, 60, 0, "the rules changed in the range", 32},
		{"on a later day", 10, 60, 48 * time.Hour, "", 32},
	} {
		clock.Advance(step.later)
		for i := range step.changes {
			_, err := s.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
				l.Name, l.Rules[0].Percentage = fmt.Sprint(step.what, i), routing.Percent(step.percent)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		visitors(t, s, link, 50)
		store.read = 0
		query := analytics.Query{}
		if step.later > 0 {
			query.From = clock.Now()
		}
		stats, err := s.Stats(t.Context(), link.Workspace, link.ID, query)
		if err != nil {
			t.Fatal(err)
		}
		if c := stats.Splits[0].Check; c.Skipped != step.skipped || store.read > step.most {
			t.Errorf("%s: %d versions were read, the check is %+v", step.what, store.read, c)
		}
	}
}
