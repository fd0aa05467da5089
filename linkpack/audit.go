package linkpack

import (
	"cmp"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// selectionOf returns what an audit looks at: nil is the whole store.
func (s *Shortener) selectionOf(ctx context.Context, query *ClickQuery) (analytics.Selection, error) {
	if query == nil {
		return analytics.Selection{}, nil
	}
	numbers, err := s.everNumbers(ctx, cmp.Or(query.Workspace, DefaultWorkspace), query.Links)
	return analytics.Selection{Links: numbers, From: query.From, To: query.To}, err
}

// everNumbers returns the numbers of links by their ids, or of all that a workspace
// has or had when ids is nil. Links may be deleted.
func (s *Shortener) everNumbers(ctx context.Context, workspace string, ids []string) ([]uint32, error) {
	if ids == nil {
		return s.workspaceNumbers(ctx, workspace)
	}
	numbers := make([]uint32, len(ids))
	for i, id := range ids {
		var err error
		if numbers[i], err = s.numberOf(ctx, workspace, id); err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
	}
	return numbers, nil
}

// Audit recounts the log of visits and returns every difference between that and
// the figures that [Shortener.Stats] gives: none, as long as nobody but this
// package has written to the store and the disk is sound. Visits of
// the last seconds, which have no stored figure yet that could differ, are not in
// it. See [recorder.Recorder.Audit] for what it costs.
//
// A nil query is the whole store, all workspaces and deleted links included. Without
// Links, a query is all links that its workspace has or had; deleted ones may be
// named, too. An id that the workspace never had is an [IndexError] that wraps
// ErrNotFound. Whole UTC days are recounted: that of From, that in which the range
// ends, and those between.
func (s *Shortener) Audit(ctx context.Context, query *ClickQuery) (*analytics.Audit, error) {
	selection, err := s.selectionOf(ctx, query)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	return s.recorder.Audit(ctx, selection)
}

// Rebuild audits and writes the figures that differ again, from the log. It
// returns what it found. See [recorder.Recorder.Rebuild] for what it leaves as
// it is.
func (s *Shortener) Rebuild(ctx context.Context, query *ClickQuery) (*analytics.Audit, error) {
	selection, err := s.selectionOf(ctx, query)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	return s.recorder.Rebuild(ctx, selection)
}
