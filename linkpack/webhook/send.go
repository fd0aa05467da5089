package webhook

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	userAgent = "Linkpack-Webhooks/1 (+https://github.com/linkpack/linkpack-go)"
	// maxAnswer is the most bytes of an answer that are read.
	maxAnswer = 64 << 10
	// retryStore is how long to wait after the store failed.
	retryStore = time.Second
	// maxRecent is how many deliveries that were taken are remembered.
	maxRecent = 50
)

// send sends an event for the first time.
func (c *courier) send(t *task) {
	d := deliveryOf(c.id, t)
	s := c.hook.Load()
	o := c.w.attempt(c.w.ctx, s, &d, &t.h)
	if c.w.ctx.Err() != nil {
		return // the outcome is unknown, so it is sent again
	}
	if errors.Is(o.err, errUnwanted) || errors.Is(o.err, errNoEvent) {
		t.line.settle(t)
		return
	}
	if c.finish(s, &d, &o) {
		t.line.settle(t)
	}
}

// finish notes what became of an attempt, and stores the delivery if it failed. It returns
// false if the process ends before that.
func (c *courier) finish(s *stored, d *Delivery, o *outcome) bool {
	o.note(d)
	if o.err != nil && o.status != http.StatusGone {
		if wait, again := o.delay(d.Attempts, c.w.chance()); again {
			d.State, d.NextAt = Waiting, o.at.Add(wait)
		}
	}
	if d.State != Delivered {
		for err := c.w.store(c.w.ctx, s.Workspace, d); err != nil; err = c.w.store(c.w.ctx, s.Workspace, d) {
			if errors.Is(err, linkpack.ErrNotFound) {
				break // with its workspace
			}
			c.w.opts.Logger.Error("storing a failed delivery", slog.String("webhook", c.id), slog.Any("error", err))
			if !pause(c.w.reading, retryStore) {
				return false
			}
		}
	}
	c.count(d, o)
	if c.ctx.Err() != nil {
		c.saveLast()
	}
	switch {
	case o.status == http.StatusGone:
		c.w.disable(s.Workspace, s.ID, "the target answered 410 Gone")
	case o.err != nil && c.failsSince(o.at) >= maxFailing:
		c.w.disable(s.Workspace, s.ID, "no delivery was taken for five days")
	}
	return true
}

// count counts an attempt, and notes when to send the delivery again.
func (c *courier) count(d *Delivery, o *outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.figures.add(o)
	c.unsaved = true
	delete(c.waiting, d.ID)
	switch d.State {
	case Waiting:
		c.waiting[d.ID] = d.NextAt
	case Delivered:
		c.remember(d)
	}
	c.room.Broadcast()
	c.arrange()
}

// failsSince returns for how long attempts have failed.
func (c *courier) failsSince(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.figures.FailingSince.IsZero() {
		return 0
	}
	return now.Sub(c.figures.FailingSince)
}

// chance returns a random number in [0,1), or 0.5 if the random source fails.
func (w *Webhooks) chance() float64 {
	var random [8]byte
	if _, err := io.ReadFull(w.opts.Random, random[:]); err != nil {
		return 0.5
	}
	return float64(binary.BigEndian.Uint64(random[:])>>11) / math.Exp2(53)
}

// attempt sends a delivery once.
func (w *Webhooks) attempt(ctx context.Context, s *stored, d *Delivery, h *happening) outcome {
	body, err := w.body(ctx, s, d, h)
	if err != nil {
		return outcome{err: err, at: w.now()}
	}
	return w.post(ctx, s, d.ID, body)
}

// post sends a body and reads the answer.
func (w *Webhooks) post(ctx context.Context, s *stored, id string, body []byte) (o outcome) {
	o.at = w.now()
	defer func() { o.took = w.now().Sub(o.at) }()
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		o.err = err
		return o
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	if o.err = w.sign(request.Header, s.Keys, id, o.at, body); o.err != nil {
		return o
	}
	response, err := w.client.Do(request)
	if err != nil {
		o.err = plain(err)
		return o
	}
	defer response.Body.Close()
	o.status = response.StatusCode
	_, err = io.Copy(io.Discard, io.LimitReader(response.Body, maxAnswer))
	switch {
	case o.status < 200 || o.status > 299:
		o.err = fmt.Errorf("the target answered %s", http.StatusText(o.status))
		o.retryAfter = retryAfter(response.Header, o.at)
	case err != nil:
		o.err = fmt.Errorf("the answer ended early: %w", plain(err))
	}
	return o
}

// plain returns an error without the URL, which may hold a secret.
func plain(err error) error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		err = at.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %v", sendTimeout)
	}
	return err
}
