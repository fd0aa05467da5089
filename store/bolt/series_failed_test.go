package bolt

import (
	"errors"
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// failing makes the commit of a transaction return an error, although it takes place.
func failing(tx *bbolt.Tx) { tx.OnCommit(func() { panic("on purpose") }) }

func TestACommitThatFailsAfterItTookPlaceIsNotChanged(t *testing.T) {
	w := newLeased(t)
	failing(w.inner.open)
	if err := w.lease.UpdateClicks(w.Context(), func(tx analytics.Tx) error {
		w.rows--
		return errors.Join(
			tx.Delete(analytics.TableLog, fmt.Appendf(nil, "%03d", w.rows)),
			tx.Put(analytics.TableMeta, []byte("large"), make([]byte, maxRecord)))
	}); err == nil {
		t.Fatal("the update had no error")
	}
	w.wantAll()
	w.put()
	w.wantAll()
}

func TestTheJournalTakesNothingAfterAFailedCommitOfLinks(t *testing.T) {
	w := newLeased(t)
	if err := w.inner.update(w.Context(), func(tx *tx) error {
		failing(tx.Tx)
		return nil
	}); err == nil {
		t.Fatal("the update had no error")
	}
	w.put()
	w.unpublished(false)
	w.wantAll()
	w.put()
	w.put()
	w.unpublished(true)
	w.wantAll()
}

func TestAChangeThatIsRefusedDoesNotEndTheJournal(t *testing.T) {
	w := newLeased(t)
	refused := errors.New("refused")
	if err := w.inner.update(w.Context(), func(*tx) error { return refused }); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	w.put()
	w.unpublished(true)
	w.wantAll()
}

func TestAFailedCommitIsMadeUpFor(t *testing.T) {
	w := newLeased(t)
	if err := w.inner.open.Rollback(); err != nil { // so that the commit fails
		t.Fatal(err)
	}
	if err := w.ViewClicks(w.Context(), func(analytics.View) error { return nil }); err == nil {
		t.Error("the view had no error")
	}
	w.wantAll()
	w.put()
	w.unpublished(false) // nothing is appended to a journal that may not be followed
	for range 4 {
		w.put()
	}
	w.unpublished(true)
	w.wantAll()
}
