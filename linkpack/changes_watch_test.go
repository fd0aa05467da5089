package linkpack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// sharedStore simulates another process on the same store: it shares links,
// documents and changes but has its own clicks. Reading the change log can be
// made to fail.
type sharedStore struct {
	linkpack.Links
	linkpack.Documents
	linkpack.Changes
	linkpack.Visitors
	analytics.Store
	down atomic.Bool
}

func (*sharedStore) Close() error { return nil }

func (s *sharedStore) ChangesAfter(ctx context.Context, seq uint64, limit int) ([]linkpack.Change, error) {
	if s.down.Load() {
		return nil, errors.New("no answer")
	}
	return s.Changes.ChangesAfter(ctx, seq, limit)
}

// pair are two Shorteners on one store.
type pair struct {
	store *memory.Store
	here  *linkpack.Shortener
	there *linkpack.Shortener
	apart *sharedStore // the store of there
	log   *bytes.Buffer
}

// withPair runs fn with a pair in a synctest bubble, which fails if a goroutine
// is left.
func withPair(t *testing.T, opts linkpack.Options, fn func(t *testing.T, p *pair)) {
	synctest.Test(t, func(t *testing.T) {
		p := &pair{store: memory.New(), log: new(bytes.Buffer)}
		p.apart = &sharedStore{Links: p.store, Documents: p.store, Changes: p.store, Visitors: p.store, Store: memory.New()}
		opts.Logger = slog.New(slog.NewTextHandler(p.log, nil))
		var errs [2]error
		p.here, errs[0] = linkpack.New(p.store, &opts)
		p.there, errs[1] = linkpack.New(p.apart, &opts)
		steps(t, errs[:]...)
		defer func() { steps(t, p.here.Close(context.Background()), p.there.Close(context.Background())) }()
		fn(t, p)
	})
}

// leads checks that a code leads to a destination or an error: in the first
// Shortener at once, in the other within a second.
func (p *pair) leads(t *testing.T, code, destination string, failure error) {
	t.Helper()
	for _, s := range []*linkpack.Shortener{p.here, p.there} {
		if got, err := visit(s, code); got != destination || !errors.Is(err, failure) {
			t.Errorf("%q leads to %q, %v, want %q, %v", code, got, err, destination, failure)
		}
		time.Sleep(time.Second)
	}
}

func TestAShortenerSeesWhatAnotherOneChanges(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		link, err := p.here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "x", Aliases: []linkpack.Alias{{ShortCode: "y"}}})
		steps(t, err)
		for _, code := range []string{"x", "y"} {
			p.leads(t, code, home, nil)
		}
		_, err = p.here.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
			l.Destination, l.Aliases = home+"new", nil
			return nil
		})
		steps(t, err)
		p.leads(t, "x", home+"new", nil)
		p.leads(t, "y", "", linkpack.ErrGone)
		steps(t, p.here.DeleteLink(t.Context(), "", link.ID))
		p.leads(t, "x", "", linkpack.ErrGone)
	})
}

func TestAShortenerSeesTheDomainsZonesAndDesignsOfAnotherOne(t *testing.T) {
	records := new(linkpacktest.Records)
	opts := linkpack.Options{LookupTXT: records.LookupTXT, Clock: func() time.Time { return time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC) }}
	withPair(t, opts, func(t *testing.T, p *pair) {
		open := []routing.Rule{{Clauses: []routing.Clause{{Condition: "time", Value: "09:00-17:00"}}, Destination: home + "open"}}
		_, err := p.here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "x", Rules: open})
		steps(t, err)
		p.leads(t, "x", home, nil)
		_, err = p.here.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error { w.Timezone = "Asia/Tokyo"; return nil })
		steps(t, err)
		p.leads(t, "x", home+"open", nil)

		d, err := p.here.CreateDomain(t.Context(), linkpack.Domain{Host: "go.example"})
		steps(t, err)
		records.Set(d.Challenge.Name, d.Challenge.Value)
		_, err = p.here.VerifyDomain(t.Context(), "", d.Host)
		steps(t, err)
		time.Sleep(time.Second)
		if got := p.there.DomainAt("go.example").Host; got != "go.example" {
			t.Errorf("the other one answers go.example by the domain %q", got)
		}

		design, err := p.here.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
		steps(t, err)
		for want := uint64(1); want < 3; want++ {
			if got, err := p.there.LatestDesignRevision(t.Context(), "", design.ID); got != want || err != nil {
				t.Errorf("the design is at revision %d, %v, want %d", got, err, want)
			}
			_, err = p.here.UpdateDesign(t.Context(), "", design.ID, to(`{"a":1}`))
			steps(t, err)
			time.Sleep(time.Second)
		}
	})
}

// TestALoadThatBeganBeforeAnothersChangeIsNotKept changes a link in another
// Shortener while it is first loaded.
func TestALoadThatBeganBeforeAnothersChangeIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := watched(t)
		other, err := linkpack.New(&sharedStore{Links: store, Documents: store, Changes: store, Visitors: store, Store: memory.New()}, nil)
		steps(t, err)
		defer other.Close(context.Background())
		link, err := other.CreateLink(t.Context(), linkpack.Link{Destination: home})
		steps(t, err)
		time.Sleep(time.Second)
		slow := func() { time.Sleep(5 * time.Second) }
		store.after.Store(&slow)
		go try(t, s, link.ShortCode)
		time.Sleep(time.Second)
		_, err = other.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = home + "new"; return nil })
		steps(t, err)
		time.Sleep(10 * time.Second) // until the old link has been loaded
		if got, err := visit(s, link.ShortCode); got != home+"new" {
			t.Errorf("leads to %q, %v", got, err)
		}
	})
}

// TestALogThatCannotBeReadIsReadLater lets reads of the change log fail for a
// while. In one case, rows are trimmed in the meantime.
func TestALogThatCannotBeReadIsReadLater(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		link, err := p.here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "x"})
		steps(t, err)
		p.leads(t, "x", home, nil)
		for _, trimmed := range []uint64{0, 1 << 60} {
			p.apart.down.Store(true)
			destination := home + strings.Repeat("n", int(link.Revision))
			link, err = p.here.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = destination; return nil })
			steps(t, err)
			time.Sleep(10 * time.Second)
			steps(t, p.store.TrimChanges(t.Context(), trimmed))
			p.apart.down.Store(false)
			p.leads(t, "x", destination, nil)
		}
		if n := strings.Count(p.log.String(), "reading the change log"); n != 2 {
			t.Errorf("%d failures are logged, want 2:\n%s", n, p.log)
		}
	})
}

func TestOldChangesAreTrimmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, clock := memory.New(), linkpacktest.NewClock(linkpacktest.Start())
		s, err := linkpack.New(store, &linkpack.Options{Clock: clock.Now})
		steps(t, err)
		defer s.Close(context.Background())
		const day = 24 * time.Hour
		for range 3 {
			_, err = s.CreateLink(t.Context(), linkpack.Link{Destination: home})
			steps(t, err)
			clock.Advance(16 * day)
			time.Sleep(time.Hour)
		}
		synctest.Wait()
		rows, err := store.ChangesAfter(t.Context(), 0, 0)
		if err != nil || len(rows) != 1 || clock.Now().Sub(rows[0].Time) != 16*day {
			t.Errorf("the log has %+v, %v", rows, err)
		}
	})
}
