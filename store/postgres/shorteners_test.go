package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// many are the options of a store that several Shorteners use.
func many() *postgres.Options { return &postgres.Options{Lanes: 8} }

// shortener returns a Shortener, one of several on a database.
func shortener(t *testing.T, p *pgxpool.Pool, opts *linkpack.Options) *linkpack.Shortener {
	t.Helper()
	store, err := postgres.Open(t.Context(), p, many())
	check(t, err)
	s, err := linkpack.New(store, opts)
	check(t, err)
	t.Cleanup(func() { check(t, errors.Join(s.Close(context.Background()), store.Close())) })
	return s
}

// person returns a visit of a person.
func person() *routing.Visit {
	return &routing.Visit{
		Time: time.Now(), Addr: netip.MustParseAddr("192.0.2.7"), Header: http.Header{},
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	}
}

// leads returns where a code leads.
func leads(t *testing.T, s *linkpack.Shortener, domain, code string) string {
	t.Helper()
	res, err := s.Resolve(t.Context(), domain, code, person())
	if err != nil {
		return err.Error()
	}
	return res.Location
}

// soon waits until what another process has changed is seen.
func soon(t *testing.T, what string, seen func() bool) {
	t.Helper()
	began := time.Now()
	for !seen() {
		if time.Since(began) > time.Minute {
			t.Fatalf("the other process does not see %s", what)
		}
		time.Sleep(time.Millisecond)
	}
	t.Logf("%s: seen after %v", what, time.Since(began))
}

// pair returns two Shorteners on a database, as two processes have them.
func pair(t *testing.T, opts *linkpack.Options) (here, there *linkpack.Shortener) {
	t.Helper()
	dsn := shared.empty(t)
	p := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), p))
	return shortener(t, p, opts), shortener(t, pool(t, dsn), opts)
}

func TestAProcessSeesLinksAndWorkspacesOfAnother(t *testing.T) {
	here, there := pair(t, nil)
	const first, second = "https://example.com/1", "https://example.com/2"
	if got := leads(t, there, "", "a"); got == first {
		t.Fatal(got)
	}
	link, err := here.CreateLink(t.Context(), linkpack.Link{ShortCode: "a", Destination: first})
	check(t, err)
	soon(t, "a new link", func() bool { return leads(t, there, "", "a") == first })
	_, err = here.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = second; return nil })
	check(t, err)
	soon(t, "a changed link", func() bool { return leads(t, there, "", "a") == second })
	check(t, here.DeleteLink(t.Context(), "", link.ID))
	soon(t, "a deleted link", func() bool {
		_, err := there.Resolve(t.Context(), "", "a", person())
		return errors.Is(err, linkpack.ErrGone)
	})
	_, err = here.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme", Name: "Acme"})
	check(t, err)
	_, err = here.CreateLink(t.Context(), linkpack.Link{Workspace: "acme", ShortCode: "b", Destination: first})
	check(t, err)
	soon(t, "a link of a new workspace", func() bool { return leads(t, there, "", "b") == first })
	check(t, here.DeleteWorkspace(t.Context(), "acme"))
	soon(t, "that a workspace is deleted", func() bool {
		_, err := there.Resolve(t.Context(), "", "b", person())
		return errors.Is(err, linkpack.ErrGone)
	})
}

func TestAProcessSeesDomainsAndDesignsOfAnother(t *testing.T) {
	records := new(linkpacktest.Records)
	here, there := pair(t, &linkpack.Options{LookupTXT: records.LookupTXT})
	d, err := here.CreateDomain(t.Context(), linkpack.Domain{Host: "go.example"})
	check(t, err)
	records.Set(d.Challenge.Name, d.Challenge.Value)
	_, err = here.VerifyDomain(t.Context(), "", d.Host)
	check(t, err)
	soon(t, "a new domain", func() bool { return there.DomainAt("go.example").Host == "go.example" })
	check(t, here.DeleteDomain(t.Context(), "", d.Host))
	soon(t, "that a domain is deleted", func() bool { return there.DomainAt("go.example").Host == "" })
	design, err := here.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	check(t, err)
	latest := func(want uint64) func() bool {
		return func() bool {
			got, err := there.LatestDesignRevision(t.Context(), "", design.ID)
			return err == nil && got == want
		}
	}
	soon(t, "a new design", latest(1))
	_, err = here.UpdateDesign(t.Context(), "", design.ID, func(d *linkpack.StoredDesign) error { d.Body = json.RawMessage(`{"a":1}`); return nil })
	check(t, err)
	soon(t, "a changed design", latest(2))
}

// TestAProcessSeesAtOnceWhatIsNotCached changes what is read from the store each time.
func TestAProcessSeesAtOnceWhatIsNotCached(t *testing.T) {
	here, there := pair(t, nil)
	token, err := here.CreateToken(t.Context(), linkpack.Token{Name: "a token"})
	check(t, err)
	_, err = there.Authenticate(t.Context(), token.Secret)
	check(t, err)
	check(t, here.DeleteToken(t.Context(), "", token.ID))
	if _, err := there.Authenticate(t.Context(), token.Secret); !errors.Is(err, linkpack.ErrUnauthorized) {
		t.Errorf("a revoked token: %v", err)
	}
	group, err := here.CreateGroup(t.Context(), linkpack.Group{Name: "one"})
	check(t, err)
	link, err := here.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", GroupID: group.ID})
	check(t, err)
	_, err = here.UpdateGroup(t.Context(), "", group.ID, func(g *linkpack.Group) error { g.Name = "two"; return nil })
	check(t, err)
	got, err := there.Link(t.Context(), "", link.ID)
	check(t, err)
	if got.Group != "two" {
		t.Errorf("the group is %q", got.Group)
	}
	hooks := func(s *linkpack.Shortener) *webhook.Webhooks {
		w, err := webhook.Open(t.Context(), s, nil)
		check(t, err)
		t.Cleanup(func() { check(t, w.Close(t.Context())) })
		return w
	}
	ours, theirs := hooks(here), hooks(there)
	hook, err := theirs.Create(t.Context(), webhook.Webhook{URL: "https://hooks.example/"})
	check(t, err)
	_, err = ours.Update(t.Context(), "", hook.ID, func(w *webhook.Webhook) error { w.Status = webhook.Paused; return nil })
	check(t, err)
	if got, err := theirs.Webhook(t.Context(), "", hook.ID); err != nil || got.Status != webhook.Paused {
		t.Errorf("the webhook is %+v, %v", got, err)
	}
}

// TestVisitorsOfAllProcessesAreCountedOnce sends visitors of a link with a limit through
// three processes at once.
func TestVisitorsOfAllProcessesAreCountedOnce(t *testing.T) {
	dsn := shared.empty(t)
	p := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), p))
	all := []*linkpack.Shortener{shortener(t, p, nil), shortener(t, pool(t, dsn), nil), shortener(t, pool(t, dsn), nil)}
	const limit, each = 100, 70
	link, err := all[0].CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", MaxClicks: limit})
	check(t, err)
	var through, refused atomic.Int64
	var running sync.WaitGroup
	for _, s := range all {
		for range each {
			running.Go(func() {
				res, err := s.Resolve(t.Context(), "", link.ShortCode, person())
				switch {
				case err == nil:
					through.Add(1)
					err = s.Record(t.Context(), res)
				case errors.Is(err, linkpack.ErrGone):
					refused.Add(1)
					err = nil
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	running.Wait()
	if through.Load() != limit || refused.Load() != 3*each-limit {
		t.Errorf("%d got through, %d did not", through.Load(), refused.Load())
	}
	recorded := uint64(0)
	for _, s := range all {
		check(t, s.Flush(t.Context()))
		recorded += s.Metrics().Clicks.Recorded
	}
	if recorded != limit {
		t.Errorf("%d clicks are recorded", recorded)
	}
}
