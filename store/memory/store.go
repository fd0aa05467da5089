package memory

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// Store is a [linkpack.Store] in memory. It is safe for concurrent use. A function
// that it calls inside a transaction must not call the store. Close drops
// everything.
type Store struct {
	linkpack.Store
	inner *store
}

// New returns an empty store.
func New() *Store {
	s := &store{writer: make(chan struct{}, 1)}
	s.state.Store(&state{clicks: make(map[analytics.Table]*tree[[]byte])})
	return &Store{s, s}
}

// Rows implements [transfer.Store].
func (s *Store) Rows() transfer.Rows { return copies{s.inner} }

// store implements [linkpack.Store]. It is apart from [Store] so that the
// documentation of Store does not repeat that interface.
type store struct {
	// writer holds one token, taken by whoever changes the state.
	writer chan struct{}
	// state is nil once the store is closed.
	state atomic.Pointer[state]
	// holder has lane 0; nil is nobody. It is changed with the token.
	holder atomic.Pointer[lease]
	// pending is an unfinished copy to the store; nil if there is none. It is changed
	// with the token.
	pending atomic.Pointer[pending]
}

// state is everything the store holds.
type state struct {
	numbers      uint32                    // the last one that a link or a workspace was given
	links        *tree[*linkpack.Link]     // by workspace and id
	byNumber     *tree[*linkpack.Link]     // the same links, by number
	orders       *tree[*linkpack.Link]     // by workspace, order, value and id
	segments     *tree[[]byte]             // of the search, by workspace and number / 64
	bin          *tree[*linkpack.Link]     // deleted links that can be restored, by time and number
	deleted      *tree[uint32]             // numbers of removed links, by workspace and id
	codes        *tree[code]               // by domain and code
	external     *tree[*linkpack.Link]     // by workspace and external id
	destinations *tree[*linkpack.Link]     // by destination, see [keys.Destination]
	past         *tree[*linkpack.Link]     // replaced versions, by number and revision
	uses         *tree[uint32]             // by number
	workspaces   *tree[workspaceRow]       // by workspace
	documents    *tree[*linkpack.Document] // by kind, workspace and id
	unique       *tree[string]             // keys of documents, by kind and unique key
	visitors     *tree[*linkpack.Visitor]  // by workspace and id
	aliases      *tree[string]             // ids of visitors, by kind, workspace and alias
	known        *tree[struct{}]           // aliases of a visitor, but its e-mail
	changes      *tree[linkpack.Change]    // by sequence, from trimmed+1 to lastChange
	clicks       map[analytics.Table]*tree[[]byte]
	epoch        uint64 // of the newest lease

	trimmed, lastChange uint64
	searched            linkindex.Changes // of the transaction
}

// Close implements [linkpack.Store].
func (s *store) Close() error {
	s.writer <- struct{}{}
	defer func() { <-s.writer }()
	if s.state.Swap(nil) == nil {
		return errClosed()
	}
	return nil
}

// view returns the newest state, which must not be changed.
func (s *store) view(ctx context.Context) (*state, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := s.state.Load()
	if now == nil {
		return nil, errClosed()
	}
	return now, nil
}

// update lets fn change a copy of the state. The copy replaces the state when fn
// returns nil.
func (s *store) update(ctx context.Context, fn func(*state) error) error {
	return s.alone(ctx, func() error { return s.change(ctx, fn) })
}

// alone runs fn with the token.
func (s *store) alone(ctx context.Context, fn func() error) error {
	select {
	case s.writer <- struct{}{}:
		defer func() { <-s.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return fn()
}

// change is update for who has the token.
func (s *store) change(ctx context.Context, fn func(*state) error) error {
	now, err := s.view(ctx)
	if err != nil {
		return err
	}
	next := *now
	if err := next.require(linkpack.ConditionOf(ctx)); err != nil {
		return err
	}
	if err := fn(&next); err != nil {
		return err
	}
	next.storeSegments()
	s.state.Store(&next)
	return nil
}

func errClosed() error { return fmt.Errorf("memory: %w", linkpack.ErrClosed) }
