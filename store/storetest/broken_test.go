package storetest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Each of these stores breaks one promise.

// createsSome stores the links before the one that is refused.
type createsSome struct{ linkpack.Store }

func (s createsSome) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	for i, l := range links {
		err := s.Store.CreateLinks(ctx, l)
		var taken *linkpack.TakenError
		if errors.As(err, &taken) {
			taken.Index = i
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// overwrites gives a code to the last link that asks for it.
type overwrites struct{ linkpack.Store }

func (s overwrites) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	err := s.Store.CreateLinks(ctx, links...)
	if !errors.Is(err, linkpack.ErrExists) {
		return err
	}
	for _, l := range links {
		if old, err := s.LinkByCode(ctx, l.Domain, l.ShortCode); err == nil {
			_, err = s.UpdateLinks(ctx, old.Workspace, []string{old.ID}, func(_ int, old *linkpack.Link) error {
				*old = *l.Clone()
				return nil
			})
			return err
		}
	}
	return err
}

// sharesLinks hands out the same link every time.
type sharesLinks struct {
	linkpack.Store
	cached *linkpack.Link
}

func (s *sharesLinks) LinkByCode(ctx context.Context, domain, code string) (l *linkpack.Link, err error) {
	if s.cached == nil {
		s.cached, err = s.Store.LinkByCode(ctx, domain, code)
	}
	return s.cached, err
}

// showsAll looks for a link in two workspaces.
type showsAll struct{ linkpack.Store }

func (s showsAll) Link(ctx context.Context, workspace, id string) (*linkpack.Link, error) {
	if l, err := s.Store.Link(ctx, "acme", id); err == nil {
		return l, nil
	}
	return s.Store.Link(ctx, workspace, id)
}

// sortsNumbers returns links in the order of their numbers.
type sortsNumbers struct{ linkpack.Store }

func (s sortsNumbers) LinksByNumber(ctx context.Context, numbers []uint32) ([]*linkpack.Link, error) {
	return s.Store.LinksByNumber(ctx, slices.Sorted(slices.Values(numbers)))
}

// updatesBlindly reads and writes in two transactions.
type updatesBlindly struct{ linkpack.Store }

func (s updatesBlindly) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	read := make([]*linkpack.Link, len(ids))
	for i, id := range ids {
		l, err := s.Link(ctx, workspace, id)
		if err != nil {
			return nil, err
		}
		if err := update(i, l); err != nil {
			return nil, err
		}
		read[i] = l
	}
	return s.Store.UpdateLinks(ctx, workspace, ids, func(i int, old *linkpack.Link) error {
		*old = *read[i]
		return nil
	})
}

// ignoresFailure stores what an update did before it failed.
type ignoresFailure struct{ linkpack.Store }

func (s ignoresFailure) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	var failed error
	links, err := s.Store.UpdateLinks(ctx, workspace, ids, func(i int, l *linkpack.Link) error {
		failed = errors.Join(failed, update(i, l))
		return nil
	})
	return links, errors.Join(err, failed)
}

// changesSome keeps the changes before the one that fails.
type changesSome struct{ linkpack.Store }

func (s changesSome) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) (all []*linkpack.Link, err error) {
	for i, id := range ids {
		l, err := s.Store.UpdateLinks(ctx, workspace, []string{id}, func(_ int, l *linkpack.Link) error { return update(i, l) })
		var at *linkpack.IndexError
		if errors.As(err, &at) {
			at.Index = i
		}
		if err != nil {
			return nil, err
		}
		all = append(all, l...)
	}
	return all, nil
}

func (s changesSome) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	for i, id := range ids {
		if err := s.Store.DeleteLinks(ctx, workspace, edit, id); err != nil {
			return &linkpack.IndexError{Index: i, Err: err}
		}
	}
	return nil
}

// forgetsDeleted does not know deleted links.
type forgetsDeleted struct{ linkpack.Store }

func (forgetsDeleted) DeletedLinks(context.Context, string) ([]uint32, error) { return nil, nil }

// keepsTombstones gives a tombstone to no new link.
type keepsTombstones struct{ linkpack.Store }

func (s keepsTombstones) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	for i, l := range links {
		if _, err := s.LinkByCode(ctx, l.Domain, l.ShortCode); errors.Is(err, linkpack.ErrGone) {
			return &linkpack.TakenError{Index: i, Domain: l.Domain, ShortCode: l.ShortCode}
		}
	}
	return s.Store.CreateLinks(ctx, links...)
}

// emptiesAll removes what is in the bin at any time.
type emptiesAll struct{ linkpack.Store }

func (s emptiesAll) EmptyBin(ctx context.Context, _ time.Time, edit linkpack.Edit, limit int) (int, error) {
	return s.Store.EmptyBin(ctx, day.AddDate(1, 0, 0), edit, limit)
}

// usesTooMuch checks and counts in two steps.
type usesTooMuch struct{ linkpack.Store }

func (s usesTooMuch) UseLink(ctx context.Context, number, limit uint32) (uint32, error) {
	uses, err := s.LinkUses(ctx, number)
	if err == nil && uses >= limit {
		err = linkpack.ErrGone
	}
	if err != nil {
		return uses, err
	}
	linger()
	return s.Store.UseLink(ctx, number, limit+1000)
}

// hasNoPast knows links only as they are.
type hasNoPast struct{ linkpack.Store }

func (s hasNoPast) LinkRevisions(ctx context.Context, workspace, id string, _ uint32, _ int) ([]*linkpack.Link, error) {
	l, err := s.Link(ctx, workspace, id)
	return []*linkpack.Link{l}, err
}

// filtersNothing lists all links by creation.
type filtersNothing struct{ linkpack.Store }

func (s filtersNothing) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	return s.Store.ListLinks(ctx, linkpack.LinkQuery{Workspace: q.Workspace, Limit: q.Limit, Cursor: q.Cursor})
}

// listsBackwards shows the oldest links first.
type listsBackwards struct{ linkpack.Store }

func (s listsBackwards) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := s.Store.ListLinks(ctx, q)
	slices.Reverse(page.Links)
	return page, err
}

// ignoresCursors begins again when it does not understand a cursor.
type ignoresCursors struct{ linkpack.Store }

func (s ignoresCursors) ListLinks(ctx context.Context, q linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := s.Store.ListLinks(ctx, q)
	if errors.Is(err, linkpack.ErrInvalid) {
		q.Cursor = ""
		return s.Store.ListLinks(ctx, q)
	}
	return page, err
}

// countsNoRevision returns every document as revision 1.
type countsNoRevision struct{ linkpack.Store }

func (s countsNoRevision) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	d, err := s.Store.UpdateDocument(ctx, kind, workspace, id, edit, update)
	if err == nil {
		d.Revision = 1
	}
	return d, err
}

// commitsAlways keeps what a transaction wrote before it failed.
type commitsAlways struct{ linkpack.Store }

func (s commitsAlways) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return leaseBy{l, func(ctx context.Context, fn func(analytics.Tx) error) error {
		var failed error
		err := l.UpdateClicks(ctx, func(tx analytics.Tx) error {
			failed = fn(tx)
			return nil
		})
		return errors.Join(err, failed)
	}}, err
}

// leaseBy is a lease that updates in another way.
type leaseBy struct {
	analytics.Lease
	update func(ctx context.Context, fn func(analytics.Tx) error) error
}

func (l leaseBy) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.update(ctx, fn)
}

// ignoresContext goes on when the context ends.
type ignoresContext struct{ linkpack.Store }

func (s ignoresContext) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return leaseBy{l, func(_ context.Context, fn func(analytics.Tx) error) error {
		return l.UpdateClicks(context.Background(), fn)
	}}, err
}

// oneAtATime makes views wait for updates.
type oneAtATime struct {
	linkpack.Store
	mu *sync.Mutex
}

func (s oneAtATime) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return leaseBy{l, func(ctx context.Context, fn func(analytics.Tx) error) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		return l.UpdateClicks(ctx, fn)
	}}, err
}

func (s oneAtATime) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.UpdateShared(ctx, fn)
}

func (s oneAtATime) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.ViewClicks(ctx, fn)
}

// leasesTwice gives the lane to everybody.
type leasesTwice struct {
	linkpack.Store
	first *atomic.Pointer[analytics.Lease]
}

func (s leasesTwice) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	if errors.Is(err, analytics.ErrLeased) {
		return *s.first.Load(), nil
	}
	s.first.Store(&l)
	return l, err
}

// neverReleases only says that it released a lane.
type neverReleases struct{ linkpack.Store }

func (s neverReleases) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return keptLease{l}, err
}

type keptLease struct{ analytics.Lease }

func (keptLease) Release(context.Context) error { return nil }

// sharesBlindly reads the shared table and writes it in two transactions.
type sharesBlindly struct{ linkpack.Store }

func (s sharesBlindly) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	var wrote bufferedTx
	err := s.Store.ViewClicks(ctx, func(v analytics.View) error {
		wrote.Tx = v.Shared()
		return fn(&wrote)
	})
	if err != nil {
		return err
	}
	return s.Store.UpdateShared(ctx, func(tx analytics.Tx) error {
		for _, row := range wrote.rows {
			if err := tx.Put(analytics.TableShared, row.Key, row.Value); err != nil {
				return err
			}
		}
		return nil
	})
}

type bufferedTx struct {
	analytics.Tx
	rows []analytics.Row
}

func (t *bufferedTx) Put(_ analytics.Table, key, value []byte) error {
	t.rows = append(t.rows, analytics.Row{Key: key, Value: value})
	return nil
}

// getsSorted yields the rows of keys in the order of the rows, each once.
type getsSorted struct{ linkpack.Store }

func (s getsSorted) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(sortedView{v}) })
}

type sortedView struct{ analytics.View }

func (v sortedView) Lane(lane analytics.Lane) analytics.Tx { return sortedTx{v.View.Lane(lane)} }

type sortedTx struct{ analytics.Tx }

func (t sortedTx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, bytes.Compare)
	return t.Tx.GetAll(table, slices.CompactFunc(keys, bytes.Equal))
}

// neverCloses still works after Close.
type neverCloses struct{ linkpack.Store }

func (neverCloses) Close() error { return nil }

// viewsLive has no snapshots: each call sees the newest state and can write to it.
type viewsLive struct {
	linkpack.Store
	lease *atomic.Pointer[analytics.Lease]
}

func (s viewsLive) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return fn(liveView{s.Store, ctx, s.lease})
}

func (s viewsLive) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	s.lease.Store(&l)
	return l, err
}

// liveView has no state of its own.
type liveView struct {
	store linkpack.Store
	ctx   context.Context
	lease *atomic.Pointer[analytics.Lease]
}

func (v liveView) Lanes() ([]analytics.LaneInfo, error) { return nil, nil }

func (v liveView) Lane(analytics.Lane) analytics.Tx { return liveTx{liveView: v} }

func (v liveView) Shared() analytics.Tx { return liveTx{liveView: v, shared: true} }

// liveTx does each step in a transaction of its own.
type liveTx struct {
	liveView
	shared bool
}

func (t liveTx) view(fn func(tx analytics.Tx)) {
	_ = t.store.ViewClicks(t.ctx, func(v analytics.View) error {
		if t.shared {
			fn(v.Shared())
		} else {
			fn(v.Lane((*t.lease.Load()).Lane()))
		}
		return nil
	})
}

func (t liveTx) Get(table analytics.Table, key []byte) (value []byte, err error) {
	t.view(func(tx analytics.Tx) { value, err = tx.Get(table, key) })
	return value, err
}

func (t liveTx) GetAll(table analytics.Table, keys [][]byte) (rows iter.Seq2[analytics.Row, error]) {
	t.view(func(tx analytics.Tx) { rows = tx.GetAll(table, keys) })
	return rows
}

func (t liveTx) Put(table analytics.Table, key, value []byte) error {
	return (*t.lease.Load()).UpdateClicks(t.ctx, func(tx analytics.Tx) error { return tx.Put(table, key, value) })
}

func (t liveTx) Delete(table analytics.Table, key []byte) error {
	return (*t.lease.Load()).UpdateClicks(t.ctx, func(tx analytics.Tx) error { return tx.Delete(table, key) })
}

func (t liveTx) Scan(table analytics.Table, from, to []byte) (rows iter.Seq2[analytics.Row, error]) {
	t.view(func(tx analytics.Tx) { rows = tx.Scan(table, from, to) })
	return rows
}
