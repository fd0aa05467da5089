package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// reader is the name of the progress in the store.
	reader = "webhooks"
	// saveInterval is between two writes of the progress: what a crash repeats.
	saveInterval = time.Second
	// figuresInterval is between two writes of the figures.
	figuresInterval = time.Minute
)

// place is a place in the two logs.
type place struct {
	// Clicks is the place in the click log.
	Clicks analytics.Cursor `json:"clicks,omitzero"`
	// Changes is the Seq of the last row of the change log before the place.
	Changes uint64 `json:"changes,omitempty"`
}

// includes reports whether everything before q is before p.
func (p place) includes(q place) bool { return p.Clicks.Includes(q.Clicks) && p.Changes >= q.Changes }

// progress is how far all deliveries have come. Most webhooks have got everything before
// the same place, so only the others have places of their own.
type progress struct {
	// Clicks and Changes are of the two logs.
	Clicks  feedProgress `json:"clicks"`
	Changes feedProgress `json:"changes"`
}

// feedProgress is how far deliveries have come in one log.
type feedProgress struct {
	// At is the place that all but those in Behind have reached.
	At place `json:"at"`
	// Behind are the places of webhooks that have something before At to send, by ID.
	Behind map[string]place `json:"behind,omitempty"`
}

// start returns where a webhook that was created at a place begins to read the logs. Without
// a saved progress, that is where it was created.
func (p *progress) start(id string, created place) (clicks, changes place) {
	clicks, changes = place{Clicks: created.Clicks}, place{Changes: created.Changes}
	if p != nil {
		clicks, changes = p.Clicks.start(id, clicks), p.Changes.start(id, changes)
	}
	return clicks, changes
}

func (p *feedProgress) start(id string, created place) place {
	if at, behind := p.Behind[id]; behind {
		return at
	}
	if p.At.includes(created) {
		return p.At
	}
	return created
}

// readProgress reads the progress and sets the feeds to it. Without one, it returns nil
// and the feeds begin at the ends of the logs.
func (w *consumer) readProgress(ctx context.Context) (*progress, error) {
	stored, err := w.links.Progress(ctx, reader)
	if errors.Is(err, linkpack.ErrNotFound) {
		ends, err := w.ends(ctx)
		w.clicks.at, w.changes.at = place{Clicks: ends.Clicks}, place{Changes: ends.Changes}
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("reading the progress of webhooks: %w", err)
	}
	saved := new(progress)
	if err := json.Unmarshal(stored.State, saved); err != nil {
		return nil, fmt.Errorf("reading the progress of webhooks: %w", err)
	}
	w.clicks.at, w.changes.at = saved.Clicks.At, saved.Changes.At
	return saved, nil
}

// save stores the progress if it has changed.
func (w *consumer) save(ctx context.Context) error {
	clicks, _ := w.clicks.progress()
	changes, oldest := w.changes.progress()
	state, err := json.Marshal(progress{clicks, changes})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if bytes.Equal(state, w.saved) {
		return nil
	}
	err = w.links.SaveProgress(ctx, reader, linkpack.Progress{Changes: oldest.Changes, State: state})
	if err == nil {
		w.saved = state
	}
	return err
}

// keep stores the progress and the figures from time to time.
func (w *consumer) keep() {
	for n := 1; pause(w.reading, saveInterval); n++ {
		err := w.save(w.ctx)
		if n%int(figuresInterval/saveInterval) == 0 {
			err = errors.Join(err, w.saveFigures(w.ctx))
		}
		if errors.Is(err, linkpack.ErrConflict) {
			return // another process has taken over
		}
		if err != nil && w.reading.Err() == nil {
			w.opts.Logger.Error("storing the progress of webhooks", slog.Any("error", err))
		}
	}
}
