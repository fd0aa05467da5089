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

// send sends an event for the first time. The visitor of a tracked click may have been
// erased while the event was in the queue, so that is read again.
func (c *courier) send(t *task) {
	d := deliveryOf(c.id, t)
	s := c.hook.Load()
	var o outcome
	if click := t.h.click; click != nil && click.Tracked {
		o = c.w.again(c.w.ctx, s, &d)
	} else {
		o = c.w.attempt(c.w.ctx, s, &d, &t.h)
	}
	if c.w.ctx.Err() != nil {
		return // the outcome is unknown, so it is sent again
	}
	if o.isMoot() || c.finish(s, &d, &o, c.w.store) {
		t.line.settle(t)
	}
}

// write stores a delivery that failed, or returns ErrNotFound if it is not to be stored.
type write func(ctx context.Context, workspace string, d *Delivery) error

// finish notes what became of an attempt, and stores the delivery if it failed. It returns
// false if the process ends before that.
func (c *courier) finish(s *stored, d *Delivery, o *outcome, store write) bool {
	o.note(d)
	if o.err != nil && o.status != http.StatusGone {
		if wait, again := o.delay(d.Attempts, c.w.chance()); again {
			d.State, d.NextAt = Waiting, o.ended().Add(wait)
		}
	}
	if d.State != Delivered && !c.persist(s, d, store) {
		return false
	}
	c.count(d, o)
	if c.ctx.Err() != nil {
		c.saveLast()
	}
	switch {
	case o.unsent:
		c.w.opts.Logger.Error("reading the event of a delivery", slog.String("webhook", c.id), slog.Any("error", o.err))
	case o.status == http.StatusGone:
		c.w.disable(s.Workspace, s.ID, "the target answered 410 Gone")
	case o.err != nil && c.failsSince(o.at) >= maxFailing:
		c.w.disable(s.Workspace, s.ID, "no delivery was taken for five days")
	}
	return true
}

// persist stores a delivery that failed, as often as it takes. It returns false if the
// process ends before that. One that was removed has no State afterwards.
func (c *courier) persist(s *stored, d *Delivery, store write) bool {
	for {
		err := store(c.w.ctx, s.Workspace, d)
		if errors.Is(err, linkpack.ErrNotFound) {
			d.State = ""
			return true
		}
		if err == nil {
			return true
		}
		c.w.opts.Logger.Error("storing a failed delivery", slog.String("webhook", c.id), slog.Any("error", err))
		if !pause(c.w.reading, retryStore) {
			return false
		}
	}
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
		c.wait(d.ID, d.NextAt)
	case Delivered:
		c.remember(d)
	}
	if !o.unsent {
		c.learn(o.took)
	}
	c.tell()
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
		return outcome{err: err, at: w.now(), unsent: true}
	}
	return w.post(ctx, s, d.ID, body)
}

// post sends a body and reads the answer. It uses the transport alone, without an
// http.Client, so a redirect is an answer like others, and errors have no URL, which may
// hold a secret.
func (w *Webhooks) post(ctx context.Context, s *stored, id string, body []byte) (o outcome) {
	o.at = w.now()
	defer func() { o.took = w.now().Sub(o.at) }()
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	request, err := s.request(ctx, id, o.at, body)
	if err != nil {
		o.err = err
		return o
	}
	response, err := w.transport.RoundTrip(request)
	if err != nil {
		o.err = plain(err)
		return o
	}
	defer response.Body.Close()
	o.read(response, w.now())
	return o
}

// request returns a signed request.
func (s *stored) request(ctx context.Context, id string, at time.Time, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	request.Header["Idempotency-Key"] = nil // not sent: it lets the transport dial again if a kept connection dies
	return request, sign(request.Header, s.signers, id, at, body)
}

// read reads an answer that came at a time.
func (o *outcome) read(response *http.Response, now time.Time) {
	o.status = response.StatusCode
	_, err := io.Copy(io.Discard, io.LimitReader(response.Body, maxAnswer))
	switch {
	case o.status < 200 || o.status > 299:
		o.err = fmt.Errorf("the target answered %s", http.StatusText(o.status))
		o.retryAfter = retryAfter(response.Header, now)
	case err != nil:
		o.err = fmt.Errorf("the answer ended early: %w", plain(err))
	}
}
