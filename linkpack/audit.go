package linkpack

import (
	"cmp"
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// selectionOf returns what a query selects for an audit, which needs a right. nil
// selects the whole store.
func (s *Shortener) selectionOf(ctx context.Context, query *ClickQuery, right Rights) (analytics.Selection, error) {
	if query == nil {
		return analytics.Selection{}, permitOperator(ctx)
	}
	ctx, err := permit(ctx, query.Workspace, right)
	if err != nil {
		return analytics.Selection{}, err
	}
	numbers, err := s.everNumbers(ctx, cmp.Or(query.Workspace, DefaultWorkspace), query.Links)
	return analytics.Selection{Links: numbers, From: query.From, To: query.To}, err
}

// everNumbers returns the numbers of a workspace's links with given IDs, or of all
// its links if ids is nil, including deleted ones.
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

// Audit recounts the click log and returns the differences from the stored
// statistics that [Shortener.Stats] uses. There are none unless the disk is
// faulty or something other than this package has written to the store. Clicks
// of the last seconds are left out, since they are not in stored statistics yet.
// See [recorder.Recorder.Audit] for its cost.
//
// A nil query selects the whole store, with all workspaces and deleted links. If
// Links is nil, a query selects all links of its workspace, including deleted
// ones; Links may also name deleted links. Audit recounts whole UTC days, from the
// day of From to the day in which the range ends. It returns an *[IndexError] that
// wraps [ErrNotFound] for an unknown link, and ErrNotFound for an unknown workspace.
func (s *Shortener) Audit(ctx context.Context, query *ClickQuery) (*analytics.Audit, error) {
	selection, err := s.selectionOf(ctx, query, MayRead)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	return s.recorder.Audit(ctx, selection)
}

// Rebuild audits the statistics and rewrites those that differ from the click
// log. It returns the differences that it found. See [recorder.Recorder.Rebuild]
// for what it does not change.
func (s *Shortener) Rebuild(ctx context.Context, query *ClickQuery) (*analytics.Audit, error) {
	selection, err := s.selectionOf(ctx, query, MayChange)
	if err != nil {
		return nil, err
	}
	s.settle(ctx)
	return s.recorder.Rebuild(ctx, selection)
}
