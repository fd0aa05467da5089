package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// logsNothing has an empty change log.
type logsNothing struct{ linkpack.Store }

func (logsNothing) ChangesAfter(context.Context, uint64, int) ([]linkpack.Change, error) {
	return nil, nil
}

// logsNotes treats every write as a change.
type logsNotes struct{ linkpack.Store }

func (s logsNotes) UpdateDocument(ctx context.Context, kind, workspace, id string, _ *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	return s.Store.UpdateDocument(ctx, kind, workspace, id, edit(), update)
}

// trimsSilently tells no reader that it missed rows.
type trimsSilently struct{ linkpack.Store }

func (s trimsSilently) ChangesAfter(ctx context.Context, seq uint64, limit int) ([]linkpack.Change, error) {
	rows, err := s.Store.ChangesAfter(ctx, seq, limit)
	if errors.Is(err, linkpack.ErrGone) {
		return s.Store.ChangesAfter(ctx, 0, limit)
	}
	return rows, err
}

// logsLate shows every tenth row after later ones, like a store that numbers rows
// before it commits them.
type logsLate struct {
	linkpack.Store

	mu    sync.Mutex
	shown map[uint64]bool
}

func (s *logsLate) ChangesAfter(ctx context.Context, seq uint64, limit int) ([]linkpack.Change, error) {
	rows, err := s.Store.ChangesAfter(ctx, seq, limit)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown == nil {
		s.shown = make(map[uint64]bool)
	}
	return slices.DeleteFunc(rows, func(row linkpack.Change) bool {
		late := row.Seq%10 == 0 && !s.shown[row.Seq]
		s.shown[row.Seq] = true
		return late
	}), err
}

func TestABrokenLogIsNamed(t *testing.T) {
	for words, broken := range map[string]linkpack.Store{
		"every change of a link is logged":                                          logsNothing{memory.New()},
		"a write that is no change is not logged and raises no revision":            logsNotes{memory.New()},
		"a reader that missed trimmed rows is told":                                 trimsSilently{memory.New()},
		"readers of the log miss nothing and see nothing twice while writers write": &logsLate{Store: memory.New()},
	} {
		report := verdict(t, find(t, words), broken)
		if !strings.Contains(report, "broken promise: "+words) {
			t.Errorf("a %T was reported as %q", broken, report)
		}
	}
}
