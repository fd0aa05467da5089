package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// leased is a store whose updates are journaled.
type leased struct {
	*testing.T
	*Store
	lease analytics.Lease
	rows  int
}

// newLeased returns a store whose last updates are only in the journal.
func newLeased(t *testing.T) *leased {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "linkpack.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	s.JournalAlways()
	l, err := s.LeaseLane(t.Context(), 0, "a test")
	if err != nil {
		t.Fatal(err)
	}
	w := &leased{T: t, Store: s, lease: l}
	for range 5 {
		w.put()
	}
	w.unpublished(true)
	return w
}

// put writes one more row.
func (w *leased) put() {
	w.Helper()
	if err := w.lease.UpdateClicks(w.Context(), func(tx analytics.Tx) error {
		return tx.Put(analytics.TableLog, fmt.Appendf(nil, "%03d", w.rows), nil)
	}); err != nil {
		w.Fatal(err)
	}
	w.rows++
}

func (w *leased) unpublished(want bool) {
	w.Helper()
	if w.Unpublished() != want {
		w.Errorf("unpublished is %t, want %t", !want, want)
	}
}

// wantAll checks that every row is there.
func (w *leased) wantAll() {
	w.Helper()
	rows := 0
	err := w.ViewClicks(w.Context(), func(v analytics.View) error {
		for _, err := range v.Lane(0).Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			rows++
		}
		return nil
	})
	if err != nil || rows != w.rows {
		w.Errorf("%d rows, want %d, %v", rows, w.rows, err)
	}
}

func TestWhatPublishes(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *leased) error
		want bool // it is still unpublished
	}{
		{"a view of clicks", func(w *leased) error {
			return w.ViewClicks(w.Context(), func(analytics.View) error { return nil })
		}, false},
		{"a change of links", func(w *leased) error {
			return w.CreateLinks(w.Context(), &linkpack.Link{ID: "one", ShortCode: "one"})
		}, false},
		{"a shared row", func(w *leased) error {
			return w.UpdateShared(w.Context(), func(analytics.Tx) error { return nil })
		}, false},
		{"a large update", func(w *leased) error {
			return w.lease.UpdateClicks(w.Context(), func(tx analytics.Tx) error {
				return tx.Put(analytics.TableMeta, []byte("large"), make([]byte, maxRecord))
			})
		}, false},
		{"a backup", func(w *leased) error { return w.Backup(w.Context(), w.JournalPath()+".backup") }, true},
		{"a check", func(w *leased) (err error) {
			for found := range w.Check(w.Context()) {
				err = errors.Join(err, found)
			}
			return err
		}, false},
		{"an update that comes late", func(w *leased) error {
			w.inner.soon = 0
			return w.lease.UpdateClicks(w.Context(), func(analytics.Tx) error { return nil })
		}, false},
		{"a look at a link", func(w *leased) error {
			_, err := w.LinkUses(w.Context(), 1)
			return err
		}, true},
		{"another small update", func(w *leased) error { w.put(); return nil }, true},
		{"an update that fails", func(w *leased) error {
			refused := errors.New("refused")
			if err := w.lease.UpdateClicks(w.Context(), func(analytics.Tx) error { return refused }); !errors.Is(err, refused) {
				return err
			}
			return nil
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLeased(t)
			if err := c.do(w); err != nil {
				t.Fatal(err)
			}
			w.unpublished(c.want)
			w.wantAll()
			w.put()
			w.wantAll()
		})
	}
}

func TestAnUpdateIsCommittedAfterAWhile(t *testing.T) {
	w := newLeased(t)
	w.wantAll()
	w.inner.patience = time.Millisecond
	w.put()
	for w.Unpublished() { // until the test's deadline
		time.Sleep(time.Millisecond)
	}
	w.wantAll()
}
