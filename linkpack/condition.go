package linkpack

import (
	"context"
	"errors"
)

// ErrConflict means that a [Condition] does not hold, since something was changed
// in the meantime.
var ErrConflict = errors.New("linkpack: changed in the meantime")

// Condition is what must hold when a [Store] writes links, documents or visitors. The store
// checks it in the transaction that writes. If it does not hold, the store writes
// nothing and returns an error that wraps ErrConflict. So what was checked before
// the transaction cannot change until it ends.
type Condition struct {
	// Documents must exist with these revisions.
	Documents []DocumentRevision
	// Unused are domains on which no link may have a code. Codes of deleted links
	// do not count.
	Unused []string
	// Unlinked are targets to which no link may lead, so that [Links.LinkTo] finds
	// none.
	Unlinked []Target
}

// DocumentRevision names a revision of a [Document].
type DocumentRevision struct {
	// Kind, Workspace and ID are those of the document.
	Kind, Workspace, ID string
	// Revision is its revision.
	Revision uint64
}

// conditionKey is the key of the condition in a context.
type conditionKey struct{}

// WithCondition returns a context whose condition the methods of [Links],
// [Documents] and [Visitors] check when they write. Methods that do not write, UseLink
// and those of the other roles ignore it.
func WithCondition(ctx context.Context, condition Condition) context.Context {
	return context.WithValue(ctx, conditionKey{}, condition)
}

// ConditionOf returns the condition of a context, which a store must check. It is
// empty if there is none.
func ConditionOf(ctx context.Context) Condition {
	condition, _ := ctx.Value(conditionKey{}).(Condition)
	return condition
}
