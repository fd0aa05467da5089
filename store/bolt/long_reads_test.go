package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestALongViewHoldsUpNobody makes the file grow during a long view. Without a large
// memory map bbolt would stop all other reads at some point.
func TestALongViewHoldsUpNobody(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	if err := s.inner.db.View(func(*bbolt.Tx) error {
		done := make(chan error)
		go func() { done <- grow(t.Context(), s) }()
		return <-done
	}); err != nil {
		t.Error(err)
	}
}

// grow writes 40 MB and reads a link in between.
func grow(ctx context.Context, s *Store) error {
	for n := range uint64(40) {
		err := s.inner.db.Update(func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketDocuments).Put(binary.BigEndian.AppendUint64(nil, n), make([]byte, 1<<20))
		})
		if err != nil {
			return err
		}
		if _, err := s.LinkByCode(ctx, "", "code"); err != nil {
			return err
		}
	}
	return nil
}

// fading is a context that ends after a few calls of Err.
type fading struct {
	context.Context
	looks int
}

func (c *fading) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

func TestALongListEndsWithItsContext(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	for n := range 9 {
		l := &linkpack.Link{ID: fmt.Sprint(n), ShortCode: fmt.Sprint(n)}
		d := &linkpack.Document{Kind: "token", ID: fmt.Sprint(n)}
		err := errors.Join(s.CreateLinks(t.Context(), l), s.CreateDocument(t.Context(), d, nil), s.DeleteLinks(t.Context(), "", linkpack.Edit{}, l.ID))
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := func() context.Context { return &fading{t.Context(), 5} }
	_, changes := s.ChangesAfter(ctx(), 0, 0)
	_, documents := s.ListDocuments(ctx(), "token", "", "", 0)
	_, deleted := s.DeletedLinks(ctx(), "")
	for what, err := range map[string]error{"ChangesAfter": changes, "ListDocuments": documents, "DeletedLinks": deleted} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
