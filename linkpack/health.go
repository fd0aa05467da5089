package linkpack

import (
	"context"
	"fmt"
)

// The values above which the health has a problem.
const (
	maxHealthyQueue   = 0.5       // of the queue's size
	maxHealthyBacklog = 1_000_000 // clicks
)

// Health is the state of a Shortener's parts, for monitors and load balancers.
type Health struct {
	// Store is why the store cannot be read, or nil. It wraps [ErrClosed] after
	// Close.
	Store error `json:"-"`
	// Queue is the share of the click queue that is in use, from 0 to 1. Visits are
	// lost when it is full. The queue grows when the store cannot write.
	Queue float64 `json:"queue"`
	// Backlog is the number of clicks on disk that are not in rollups yet.
	// Statistics count them, but take longer.
	Backlog int `json:"backlog"`
}

// Health returns the current state. It reads one document from the store and is
// cheap enough to call every second.
func (s *Shortener) Health(ctx context.Context) Health {
	h := Health{Store: s.reach(ctx)}
	m := s.recorder.Metrics()
	h.Queue, h.Backlog = float64(m.Queued)/float64(m.QueueSize), m.Pending
	return h
}

// reach reads from the store.
func (s *Shortener) reach(ctx context.Context) error {
	if s.isClosed.Load() {
		return ErrClosed
	}
	_, err := s.store.Document(ctx, kindSetting, "", settingSplitKey)
	return err
}

// Ready returns nil if visits can be redirected and recorded: the store answers,
// and at most half of the queue is in use. A backlog is no reason to send visits
// elsewhere.
func (h Health) Ready() error {
	switch {
	case h.Store != nil:
		return fmt.Errorf("store: %w", h.Store)
	case h.Queue > maxHealthyQueue:
		return fmt.Errorf("queue: %.0f %% of it is in use", 100*h.Queue)
	}
	return nil
}

// Err returns the error of Ready, or one if more than a million clicks are not in
// rollups yet.
func (h Health) Err() error {
	err := h.Ready()
	if err == nil && h.Backlog > maxHealthyBacklog {
		err = fmt.Errorf("backlog: %d clicks are not in rollups yet", h.Backlog)
	}
	return err
}
