package ranking

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// lifetime is how long a ranking is used for lists that begin.
	lifetime = time.Minute
	// room is how much memory the rankings of a shelf may take, in bytes. A single one
	// may take more.
	room = 32 << 20
)

// Count counts the human clicks of the links of a workspace, which it returns rising.
type Count func(ctx context.Context, workspace uint32) (links []uint32, clicks []uint64, err error)

// Shelf keeps rankings in bounded memory: those that were used last. It has no
// goroutines. The zero value is an empty shelf. A Shelf is safe for concurrent use.
type Shelf struct {
	mu     sync.Mutex
	kept   []*Ranking               // the one used last at the end
	making map[uint32]chan struct{} // closed when the ranking of a workspace is made
}

// Newest returns a ranking of a workspace that is at most a minute old. If there is none,
// it makes one; calls at the same time make it once.
func (s *Shelf) Newest(ctx context.Context, workspace uint32, clock func() time.Time, count Count) (*Ranking, error) {
	for {
		r, wait, done := s.newestOrTurn(workspace, clock)
		switch {
		case r != nil:
			return r, nil
		case done != nil:
			return s.make(ctx, workspace, clock, count, done)
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// At returns the ranking of a workspace that was made at a time, or nil if it is no
// longer kept.
func (s *Shelf) At(workspace uint32, made int64) *Ranking {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.use(func(r *Ranking) bool { return r.workspace == workspace && r.Made() == made })
}

// newestOrTurn returns a ranking that is new enough. If there is none, it returns what to
// wait for or, when it is the caller's turn to make one, what to close afterwards.
func (s *Shelf) newestOrTurn(workspace uint32, clock func() time.Time) (r *Ranking, wait <-chan struct{}, done chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := clock()
	r = s.use(func(r *Ranking) bool {
		age := now.Sub(r.made) // negative if the clock was set back
		return r.workspace == workspace && 0 <= age && age < lifetime
	})
	if making := s.making[workspace]; r != nil || making != nil {
		return r, making, nil
	}
	if s.making == nil {
		s.making = make(map[uint32]chan struct{})
	}
	done = make(chan struct{})
	s.making[workspace] = done
	return nil, nil, done
}

// use returns the ranking used last that matches, and notes that it is used again.
func (s *Shelf) use(matches func(*Ranking) bool) *Ranking {
	for i, r := range slices.Backward(s.kept) {
		if matches(r) {
			s.kept = append(slices.Delete(s.kept, i, i+1), r)
			return r
		}
	}
	return nil
}

// make makes a ranking and keeps it. Then it closes done.
func (s *Shelf) make(ctx context.Context, workspace uint32, clock func() time.Time, count Count, done chan struct{}) (r *Ranking, err error) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.making, workspace)
		if r != nil {
			s.keep(r)
		}
		close(done)
	}()
	made := clock()
	links, clicks, err := count(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return New(workspace, made, links, clicks), nil
}

// keep keeps a ranking, and drops others when there is no room.
func (s *Shelf) keep(r *Ranking) {
	s.kept = append(s.kept, r)
	size := 0
	for _, r := range s.kept {
		size += r.size()
	}
	dropped := 0
	for ; size > room && dropped < len(s.kept)-1; dropped++ {
		size -= s.kept[dropped].size()
	}
	s.kept = slices.Delete(s.kept, 0, dropped)
}
