// Package memory keeps links, documents and clicks in memory: for tests, and for
// programs whose links may vanish with them. It makes the same promises as a
// store on disk, but for surviving Close.
//
// Everything is held in one immutable state. Reading takes the newest state and
// waits for nobody; a change builds the next state and puts it in place when it
// has succeeded, one change after another.
//
// A store has one lane of clicks: one recorder at a time.
package memory

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Store is a [linkpack.Store] in memory, safe for concurrent use. A function
// that it runs inside a transaction must not call the store itself.
type Store struct {
	// writer holds one token, which whoever changes the state has taken.
	writer chan struct{}
	// state is nil once the store is closed.
	state atomic.Pointer[state]
	// holder is who has lane 0, changed with the token; nil for nobody.
	holder atomic.Pointer[lease]
}

// state is everything the store holds.
type state struct {
	numbers    uint32                    // the last that a link or a workspace was given
	links      *tree[*linkpack.Link]     // by workspace and id
	byNumber   *tree[*linkpack.Link]     // the same links, by number
	deleted    *tree[uint32]             // numbers of deleted links, by workspace and id
	codes      *tree[code]               // by domain and code
	past       *tree[*linkpack.Link]     // replaced versions, by number and revision
	uses       *tree[uint32]             // by number
	workspaces *tree[uint32]             // numbers, by workspace
	documents  *tree[*linkpack.Document] // by kind, workspace and id
	unique     *tree[string]             // by kind and unique key: the document's key
	changes    *tree[linkpack.Change]    // by sequence, from trimmed+1 to lastChange
	clicks     map[analytics.Table]*tree[[]byte]
	epoch      uint64 // of the newest lease

	trimmed, lastChange uint64
}

// New returns an empty store.
func New() *Store {
	s := &Store{writer: make(chan struct{}, 1)}
	s.state.Store(&state{clicks: make(map[analytics.Table]*tree[[]byte])})
	return s
}

// Close drops everything. The store cannot be used any more.
func (s *Store) Close() error {
	s.writer <- struct{}{}
	defer func() { <-s.writer }()
	if s.state.Swap(nil) == nil {
		return errClosed()
	}
	return nil
}

// view returns the newest state, which never changes.
func (s *Store) view(ctx context.Context) (*state, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := s.state.Load()
	if now == nil {
		return nil, errClosed()
	}
	return now, nil
}

// update lets fn change a copy of the state, which takes the state's place when
// fn returns nil.
func (s *Store) update(ctx context.Context, fn func(*state) error) error {
	select {
	case s.writer <- struct{}{}:
		defer func() { <-s.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	now, err := s.view(ctx)
	if err != nil {
		return err
	}
	next := *now
	if err := fn(&next); err != nil {
		return err
	}
	s.state.Store(&next)
	return nil
}

func errClosed() error { return fmt.Errorf("store: %w", linkpack.ErrClosed) }
