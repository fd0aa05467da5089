package webhook_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

// apart is a store as another process has it: everything is shared but the clicks. Nothing
// can be written and no change be read while it is cut off.
type apart struct {
	linkpack.Links
	linkpack.Documents
	linkpack.Changes
	linkpack.Visitors
	analytics.Store
	cut atomic.Bool
}

func (*apart) Close() error { return nil }

// wait waits until the store is reached.
func (a *apart) wait(ctx context.Context) error {
	for a.cut.Load() {
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (a *apart) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	if err := a.wait(ctx); err != nil {
		return err
	}
	return a.Documents.CreateDocument(ctx, d, edit)
}

func (a *apart) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	if err := a.wait(ctx); err != nil {
		return nil, err
	}
	return a.Documents.UpdateDocument(ctx, kind, workspace, id, edit, update)
}

func (a *apart) ChangesAfter(ctx context.Context, seq uint64, limit int) ([]linkpack.Change, error) {
	if err := a.wait(ctx); err != nil {
		return nil, err
	}
	return a.Changes.ChangesAfter(ctx, seq, limit)
}

// process is one of several on a store.
type process struct {
	store *apart
	links *linkpack.Shortener
	hooks *webhook.Webhooks
}

// processes returns two processes on one store that send to a target. The first one was
// there first.
func processes(t *testing.T, target *target) (first, second *process) {
	t.Helper()
	shared := memory.New()
	start := func() *process {
		p := &process{store: &apart{Links: shared, Documents: shared, Changes: shared, Visitors: shared, Store: memory.New()}}
		p.links = timedOn(t, p.store)
		p.hooks = open(t, p.links, webhook.Via(target, webhook.Options{}))
		return p
	}
	first = start()
	return first, start()
}

// createLinks creates some links in turns and returns the IDs.
func createLinks(t *testing.T, n int, in ...*process) (ids []string) {
	t.Helper()
	for i := range n {
		ids = append(ids, link(t, in[i%len(in)].links).ID)
	}
	return ids
}

// expectOnce expects that the target has got exactly one event of each link by now.
func (r *target) expectOnce(ids []string) {
	r.t.Helper()
	got := make(map[string]int)
	for range len(r.got) {
		got[(<-r.got).wire.Data.Link.ID]++
	}
	for _, id := range ids {
		if got[id] != 1 {
			r.t.Errorf("an event comes %d times", got[id])
		}
		delete(got, id)
	}
	if len(got) > 0 {
		r.t.Errorf("there are other events: %v", got)
	}
}

// created is a webhook for links that are created.
func created() webhook.Webhook {
	return webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkCreated}}
}

func TestOneOfSeveralProcessesSends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := newTarget(t, nil)
		first, second := processes(t, target)
		hook := create(t, second.hooks, created())
		ids := createLinks(t, 40, first, second)
		time.Sleep(time.Second)
		target.expectOnce(ids)
		setStatus(t, second.hooks, hook.ID, webhook.Paused)
		time.Sleep(time.Second)
		createLinks(t, 1, first)
		time.Sleep(time.Second)
		target.expectOnce(nil)
		if got, err := second.hooks.Webhook(t.Context(), "", hook.ID); err != nil || got.Figures.Delivered != 40 {
			t.Errorf("the other process has the figures %+v, %v", got.Figures, err)
		}
	})
}

func TestAnotherProcessSendsOnceOneIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := newTarget(t, nil)
		first, second := processes(t, target)
		create(t, first.hooks, created())
		ids := createLinks(t, 40, first, second)
		closeAll(t, first.hooks)
		ids = append(ids, createLinks(t, 40, first, second)...)
		time.Sleep(2 * time.Second)
		target.expectOnce(ids)
	})
}

// TestAnotherProcessSendsOnceOneIsDead cuts the process that sends off from the store. What
// it had sent and stored is not sent again, and what it sends when it is back is nothing.
func TestAnotherProcessSendsOnceOneIsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := newTarget(t, nil)
		first, second := processes(t, target)
		create(t, first.hooks, created())
		ids := createLinks(t, 40, first, second)
		time.Sleep(3 * time.Second)
		first.store.cut.Store(true)
		ids = append(ids, createLinks(t, 40, second)...)
		time.Sleep(30 * time.Second)
		target.expectOnce(ids)
		ids = createLinks(t, 40, second)
		time.Sleep(time.Second)
		first.store.cut.Store(false)
		ids = append(ids, createLinks(t, 40, first, second)...)
		time.Sleep(time.Minute)
		target.expectOnce(ids)
	})
}

func TestAFailedDeliveryIsSentAgainByTheNextProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := newTarget(t, status(500))
		first, _ := processes(t, target)
		create(t, first.hooks, created())
		createLinks(t, 1, first)
		time.Sleep(2 * time.Second)
		failed := target.next()
		closeAll(t, first.hooks)
		time.Sleep(time.Minute)
		for range 2 {
			if got := target.next(); got.header.Get("webhook-id") != failed.header.Get("webhook-id") {
				t.Error("the attempt is another delivery")
			}
		}
		target.expectOnce(nil)
	})
}
