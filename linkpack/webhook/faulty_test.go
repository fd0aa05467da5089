package webhook_test

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// faulty is a store that does not read some kinds of documents while it fails.
type faulty struct {
	linkpack.Store
	fails *atomic.Pointer[string] // the kind
}

var errDisk = errors.New("the disk is on fire")

func newFaulty() faulty { return faulty{memory.New(), new(atomic.Pointer[string])} }

func (f faulty) fail(kind string) { f.fails.Store(&kind) }

func (f faulty) fault(kind string) error {
	if failing := f.fails.Load(); failing != nil && *failing == kind {
		return errDisk
	}
	return nil
}

func (f faulty) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	if err := f.fault(kind); err != nil {
		return nil, err
	}
	return f.Store.ListDocuments(ctx, kind, workspace, after, limit)
}

// changeLog is what a faulty store is told to fail at for the change log.
const changeLog = "changes"

func (f faulty) ChangesAfter(ctx context.Context, seq uint64, limit int) ([]linkpack.Change, error) {
	if err := f.fault(changeLog); err != nil {
		return nil, err
	}
	return f.Store.ChangesAfter(ctx, seq, limit)
}

// damagedLinks is what a faulty store is told to fail at for links that are found by number.
const damagedLinks = "links"

func (f faulty) LinkByNumber(ctx context.Context, number uint32) (*linkpack.Link, error) {
	if err := f.fault(damagedLinks); err != nil {
		return nil, &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l1", Err: err}
	}
	return f.Store.LinkByNumber(ctx, number)
}
