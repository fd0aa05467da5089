package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// retry sends a delivery again that failed before.
func (c *courier) retry(id string) {
	s := c.hook.Load()
	d, err := c.w.delivery(c.w.ctx, s.Workspace, c.id, id)
	if errors.Is(err, linkpack.ErrNotFound) || err == nil && d.State != Waiting {
		c.drop(id) // someone has sent or removed it
		return
	}
	if err != nil {
		c.w.opts.Logger.Error("reading a failed delivery", slog.String("webhook", c.id), slog.Any("error", err))
		c.postpone(id)
		return
	}
	o := c.w.again(c.w.ctx, s, d)
	if c.w.ctx.Err() != nil {
		return
	}
	if o.err == nil || o.isMoot() {
		if err := c.w.deliveries.Delete(c.w.ctx, s.Workspace, d.document()); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
			c.w.opts.Logger.Error("removing a delivery", slog.String("webhook", c.id), slog.Any("error", err))
		}
	}
	if o.isMoot() {
		c.drop(id)
		return
	}
	c.finish(s, d, &o, c.w.update)
}

// drop forgets a delivery that waited.
func (c *courier) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
	c.room.Broadcast()
	c.arrange()
}

// postpone lets a delivery wait a little longer, without an attempt.
func (c *courier) postpone(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wait(id, c.w.now().Add(delays()[0]))
}

// delivery returns a stored delivery, or ErrNotFound.
func (w *Webhooks) delivery(ctx context.Context, workspace, webhook, id string) (*Delivery, error) {
	document, err := w.deliveries.Get(ctx, workspace, documentOf(webhook, id))
	if err != nil {
		return nil, err
	}
	d := new(Delivery)
	if err := json.Unmarshal(document.Body, d); err != nil {
		return nil, &linkpack.DamagedError{Kind: document.Kind, ID: document.ID, Err: err}
	}
	return d, nil
}

// again sends a stored delivery once. It reads the event from its log.
func (w *Webhooks) again(ctx context.Context, s *stored, d *Delivery) outcome {
	h, err := w.happeningOf(ctx, s.Workspace, d)
	if err != nil {
		return outcome{err: err, at: w.now(), unsent: true}
	}
	return w.attempt(ctx, s, d, h)
}

// happeningOf reads the event of a delivery from its log.
func (w *Webhooks) happeningOf(ctx context.Context, workspace string, d *Delivery) (h *happening, err error) {
	h = &happening{workspace: workspace, time: d.HappenedAt}
	text, isChange := strings.CutPrefix(d.Source, changePrefix)
	if !isChange {
		h.click, err = w.links.Event(ctx, workspace, d.Source)
		if errors.Is(err, linkpack.ErrNotFound) {
			return nil, errNoEvent
		}
		return h, err
	}
	seq, err := strconv.ParseUint(text, 10, 64)
	if err != nil || seq == 0 {
		return nil, fmt.Errorf("source %q: %w", d.Source, errNoEvent)
	}
	rows, err := w.links.Changes(ctx, seq-1, 1)
	if errors.Is(err, linkpack.ErrGone) || err == nil && (len(rows) == 0 || rows[0].Seq != seq) {
		return nil, errNoEvent
	}
	if err != nil {
		return nil, err
	}
	h.change = &rows[0]
	return h, nil
}
