package webhook

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// load reads how far the deliveries have come, and starts those of every active webhook.
func (w *consumer) load(ctx context.Context) error {
	ctx = host(ctx)
	saved, err := w.readProgress(ctx)
	if err != nil {
		return err
	}
	workspaces, err := w.links.Workspaces(ctx)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return err
	}
	for _, workspace := range workspaces {
		documents, err := w.hooks.List(ctx, workspace.ID, "", 0)
		if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
			return err
		}
		for _, d := range documents {
			if err := w.begin(d, saved); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin starts the deliveries of a webhook after Open. A damaged one is left out.
func (w *consumer) begin(d *linkpack.Document, saved *progress) error {
	s, err := w.opened(d)
	if err != nil {
		w.opts.Logger.Error("reading a webhook", slog.Any("error", err))
		return nil
	}
	if s.Status != Active {
		return nil
	}
	c, err := w.newCourier(s)
	if err != nil {
		return err
	}
	w.couriers[s.ID] = c
	c.enter(saved.start(s.ID, s.From))
	return nil
}

// reload takes note of a webhook that was created or changed.
func (w *consumer) reload(d *linkpack.Document) error {
	s, err := w.opened(d)
	if err != nil {
		return err
	}
	if s.Status != Active {
		w.remove(s.ID)
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.couriers[s.ID]; c != nil {
		c.replace(s)
		return nil
	}
	if w.reading.Err() != nil {
		return nil
	}
	c, err := w.newCourier(s)
	if err != nil {
		return err
	}
	if !c.figures.FailingSince.IsZero() { // from before it became active
		c.figures.FailingSince, c.unsaved = time.Time{}, true
	}
	w.couriers[s.ID] = c
	c.enter((*progress)(nil).start(s.ID, s.From))
	return nil
}

// remove ends the deliveries of a webhook.
func (w *consumer) remove(id string) {
	w.mu.Lock()
	c := w.couriers[id]
	delete(w.couriers, id)
	w.mu.Unlock()
	if c == nil {
		return
	}
	c.leave()
	c.saveLast()
}

// notice takes note of webhooks that others changed, in this process or another, and of
// visitors whose clicks are erased.
func (w *consumer) notice(ctx context.Context, c *linkpack.Change) error {
	if c.Kind == linkpack.KindErasure {
		w.noteErasure(c.Workspace)
	}
	if c.Kind != linkpack.KindWebhook {
		return nil
	}
	d, err := w.hooks.Get(ctx, c.Workspace, c.ID)
	if errors.Is(err, linkpack.ErrNotFound) {
		w.remove(c.ID)
		return nil
	}
	if errors.Is(err, linkpack.ErrDamaged) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.reload(d)
}

// disable stops a webhook for good, until someone makes it active again.
func (w *consumer) disable(workspace, id, reason string) {
	ctx := linkpack.WithActor(w.ctx, "webhook deliveries")
	_, err := w.Update(ctx, workspace, id, func(hook *Webhook) error {
		hook.Status, hook.DisabledReason = Disabled, reason
		return nil
	})
	if err != nil && !errors.Is(err, linkpack.ErrNotFound) {
		w.opts.Logger.Error("disabling a webhook", slog.String("webhook", id), slog.Any("error", err))
	}
}
