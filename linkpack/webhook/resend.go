package webhook

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Resend sends a waiting or dead delivery now, whatever the Status of the webhook, and
// returns what became of it. If it fails, it waits or is dead as before, with as many
// attempts to come. Resend returns ErrNotFound for an unknown webhook or delivery, and for
// one whose event was removed from the logs. It needs the rights to read and to change.
func (w *Webhooks) Resend(ctx context.Context, workspace, webhook, id string) (*Delivery, error) {
	s, err := w.changeable(ctx, workspace, webhook)
	if err != nil {
		return nil, err
	}
	defer w.hold(webhook, id)()
	d, err := w.delivery(ctx, s.Workspace, webhook, id)
	if err != nil {
		return nil, err
	}
	o := w.again(host(ctx), s, d)
	switch {
	case o.isMoot():
		return nil, errors.Join(linkpack.ErrNotFound, o.err)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case o.unsent:
		return nil, o.err
	}
	return w.resent(host(ctx), s, d, &o)
}

// hold keeps the courier of a webhook from sending a waiting delivery, until release is
// called.
func (w *Webhooks) hold(webhook, id string) (release func()) {
	c := w.courier(webhook)
	if c == nil {
		return func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.waiting[id]
	if at.IsZero() { // it does not wait, or is being sent
		return func() {}
	}
	c.waiting[id] = time.Time{}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if _, waits := c.waiting[id]; waits {
			c.wait(id, at)
			c.arrange()
		}
	}
}

// resent notes what became of an attempt by hand. It takes no automatic attempt away. The
// courier may have sent the delivery at the same time, so it is never created here.
func (w *Webhooks) resent(ctx context.Context, s *stored, d *Delivery, o *outcome) (*Delivery, error) {
	o.noteByHand(d)
	w.countByHand(s, d, o)
	if o.err == nil {
		err := w.deliveries.Delete(ctx, s.Workspace, d.document())
		if errors.Is(err, linkpack.ErrNotFound) {
			err = nil
		}
		return d, err
	}
	return d, w.rewrite(ctx, s.Workspace, d, func(current *Delivery) {
		o.noteByHand(current)
		*d = *current
	})
}

// Test sends a made-up event to a webhook now, whatever its Status, and returns what
// became of it. Its data.test is true. An event that the webhook does not ask for is sent,
// too. An unknown one is a linkpack.FieldError of event. Test needs the rights to read
// and to change.
func (w *Webhooks) Test(ctx context.Context, workspace, webhook string, event Event) (*Delivery, error) {
	if !slices.Contains(Events(), event) {
		return nil, invalid("event", "must be one of %v", Events())
	}
	s, err := w.changeable(ctx, workspace, webhook)
	if err != nil {
		return nil, err
	}
	now := w.now()
	source := testPrefix + now.Format(time.RFC3339Nano)
	d := &Delivery{ID: deliveryID(webhook, source), Webhook: webhook, Event: event, Source: source, HappenedAt: now}
	body, err := s.format(w.sample(d))
	if err != nil {
		return nil, err
	}
	o := w.post(host(ctx), s, d.ID, body)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	o.note(d)
	w.countByHand(s, d, &o)
	return d, nil
}

// changeable returns a webhook that the principal of ctx may change.
func (w *Webhooks) changeable(ctx context.Context, workspace, id string) (*stored, error) {
	if err := w.hooks.MayChange(ctx, workspace); err != nil {
		return nil, err
	}
	d, err := w.hooks.Get(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	return w.opened(d)
}

// countByHand counts an attempt that was made by hand, if the webhook is active.
func (w *Webhooks) countByHand(s *stored, d *Delivery, o *outcome) {
	c := w.courier(s.ID)
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.figures.add(o)
	c.unsaved = true
	if o.err == nil {
		delete(c.waiting, d.ID)
		c.remember(d)
		c.room.Broadcast()
	}
}
