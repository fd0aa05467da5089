package linkpack

import (
	"context"
	"errors"
)

// ErrTransaction means that a call cannot run in a transaction of the host's, since it
// changes what such a transaction does not have, or tells of a change at once.
var ErrTransaction = errors.New("linkpack: not possible in a transaction of the host's")

// transactionKey is the key of the transaction in a context.
type transactionKey struct{}

// WithTransaction returns a context with a transaction of the host's, in which a [Store]
// runs the methods of [Links], [Documents] and [Visitors], except UseLink and LinkUses. What
// tx is depends on the store, which has a function for the host that calls this one, such
// as the WithTx of package postgres. Other stores ignore it.
//
// A [Shortener] reads what it keeps in memory outside of the transaction: the links that
// visitors open, domains, and the newest revisions of designs. So nobody sees the changes
// before the host commits, and nothing is left of them if the host does not. Call
// [Shortener.CatchUp] after the commit. Clicks are not part of the transaction.
// DeleteWorkspace, DeleteVisitor and the methods that change domains return an error that
// wraps [ErrTransaction].
func WithTransaction(ctx context.Context, tx any) context.Context {
	return context.WithValue(ctx, transactionKey{}, tx)
}

// TransactionOf returns the transaction of a context, or nil.
func TransactionOf(ctx context.Context) any { return ctx.Value(transactionKey{}) }

// outside returns ctx without its transaction, for reading what is kept in memory.
func outside(ctx context.Context) context.Context {
	if TransactionOf(ctx) == nil {
		return ctx
	}
	return WithTransaction(ctx, nil)
}

// permitAlone is permit for a call that cannot run in a transaction of the host's.
func permitAlone(ctx context.Context, workspace string, right Rights) (context.Context, error) {
	if TransactionOf(ctx) != nil {
		return ctx, ErrTransaction
	}
	return permit(ctx, workspace, right)
}
