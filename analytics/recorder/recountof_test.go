package recorder

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// unreadable is a store that fails.
type unreadable struct {
	analytics.Tx
	err error
}

// Get implements [analytics.Tx].
func (tx unreadable) Get(analytics.Table, []byte) ([]byte, error) { return nil, tx.err }

func TestAFailingStoreDoesNotEndARecount(t *testing.T) {
	broken := errors.New("the disk is gone")
	if m, err := new(Recorder).recountOf(unreadable{err: broken}, wire.PairKey(1, 2)); !errors.Is(err, broken) {
		t.Errorf("%+v, %v", m, err)
	}
}
