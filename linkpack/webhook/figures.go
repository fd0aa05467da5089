package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// add counts an attempt. What was not sent says nothing of the target.
func (f *Figures) add(o *outcome) {
	if o.unsent {
		return
	}
	f.LastSentAt = o.at
	if o.err == nil {
		f.Delivered++
		f.LastDeliveredAt, f.FailingSince = o.at, time.Time{}
		return
	}
	f.Failed++
	if f.FailingSince.IsZero() {
		f.FailingSince = o.at
	}
}

// figuresOf returns the figures of a webhook: those in memory if it is active.
func (w *Webhooks) figuresOf(ctx context.Context, workspace, id string) (Figures, error) {
	if c := w.courier(id); c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.figures, nil
	}
	return w.readFigures(ctx, workspace, id)
}

// readFigures returns the figures as stored.
func (w *Webhooks) readFigures(ctx context.Context, workspace, id string) (f Figures, err error) {
	d, err := w.counts.Get(ctx, workspace, id)
	if errors.Is(err, linkpack.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(d.Body, &f); err != nil {
		return f, &linkpack.DamagedError{Kind: d.Kind, ID: d.ID, Err: err}
	}
	return f, nil
}

// saveFigures stores the figures that have changed.
func (w *consumer) saveFigures(ctx context.Context) error {
	w.mu.Lock()
	var all []*courier
	for _, c := range w.couriers {
		all = append(all, c)
	}
	w.mu.Unlock()
	var faults []error
	for _, c := range all {
		faults = append(faults, c.saveFigures(ctx))
	}
	return errors.Join(faults...)
}

func (c *courier) saveFigures(ctx context.Context) error {
	c.mu.Lock()
	f, unsaved := c.figures, c.unsaved
	tooOld := f.TooOld - c.logged
	c.unsaved, c.logged = false, f.TooOld
	c.mu.Unlock()
	if !unsaved {
		return nil
	}
	if tooOld > 0 {
		c.w.opts.Logger.Warn("events were too old for a webhook", slog.String("webhook", c.id), slog.Uint64("events", tooOld))
	}
	err := c.w.storeFigures(ctx, c.hook.Load().Workspace, c.id, f)
	if err != nil {
		c.mu.Lock()
		c.unsaved = true
		c.mu.Unlock()
	}
	return err
}

// saveLast stores the figures of a courier that has left, which nobody saves later.
func (c *courier) saveLast() {
	if err := c.saveFigures(c.w.ctx); err != nil {
		c.w.opts.Logger.Error("storing the figures of a webhook", slog.String("webhook", c.id), slog.Any("error", err))
	}
}

// storeFigures stores the figures of a webhook, unless it was deleted.
func (w *Webhooks) storeFigures(ctx context.Context, workspace, id string, f Figures) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = w.counts.Update(ctx, workspace, id, func(json.RawMessage) (json.RawMessage, error) { return body, nil })
	if errors.Is(err, linkpack.ErrNotFound) {
		err = w.createFor(ctx, w.counts, workspace, id, id, body)
	}
	if errors.Is(err, linkpack.ErrNotFound) {
		return nil
	}
	return err
}
