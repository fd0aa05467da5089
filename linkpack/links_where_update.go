package linkpack

import (
	"context"
	"errors"
)

// batchUpdate changes the links of one batch.
type batchUpdate struct {
	*Shortener
	query           *LinkQuery
	update          func(*Link) error
	failed          map[string]error // by ID
	matched         []string         // IDs
	stored, changed []*Link          // those that the update changes
}

// run changes the links in one transaction. If one of them cannot be written, or was
// changed in the meantime, it begins again.
func (u *batchUpdate) run(ctx context.Context, ids []string) (LinkBatch, error) {
	for {
		if err := u.prepare(ctx, ids); err != nil {
			return LinkBatch{}, err
		}
		if len(u.changed) == 0 {
			return u.batch(), nil
		}
		_, err := u.writeChanges(ctx, u.query.Workspace, u.stored, u.changed)
		switch {
		case err == nil:
			return u.batch(), nil
		case errors.Is(err, errChanged):
		case !u.fail(err):
			return LinkBatch{}, err
		}
	}
}

// prepare reads the links that still match and applies the update.
func (u *batchUpdate) prepare(ctx context.Context, ids []string) error {
	u.matched, u.stored, u.changed = nil, nil, nil
	for _, id := range ids {
		stored, err := u.liveLink(ctx, u.query.Workspace, id, MayChange)
		if errors.Is(err, ErrNotFound) || err == nil && !u.query.Matches(stored) {
			continue
		}
		if err != nil {
			return err
		}
		u.matched = append(u.matched, id)
		if u.failed[id] == nil {
			u.apply(ctx, stored)
		}
		if err := ctx.Err(); err != nil { // which apply took for an error of the link
			return err
		}
	}
	return nil
}

// apply applies the update to a link.
func (u *batchUpdate) apply(ctx context.Context, stored *Link) {
	changed, err := u.change(ctx, stored, u.update)
	switch {
	case err != nil:
		u.failed[stored.ID] = err
	case changed.Revision != stored.Revision:
		u.stored, u.changed = append(u.stored, stored), append(u.changed, changed)
	}
}

// fail notes the error of one link. It returns false for any other error.
func (u *batchUpdate) fail(err error) bool {
	if taken, ok := errors.AsType[*TakenError](err); ok {
		u.failed[u.changed[taken.Index].ID] = taken
		taken.Index = 0 // as for a call with one link
		return true
	}
	if at, ok := errors.AsType[*IndexError](err); ok {
		u.failed[u.changed[at.Index].ID] = at.Err
		return true
	}
	return false
}

// batch returns what was done.
func (u *batchUpdate) batch() LinkBatch {
	b := LinkBatch{Matched: len(u.matched), Changed: len(u.changed)}
	for _, id := range u.matched {
		if err := u.failed[id]; err != nil {
			b.Failed = append(b.Failed, FailedLink{ID: id, Err: err})
		}
	}
	return b
}
