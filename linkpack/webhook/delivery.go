package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Delivery is an event on its way to a webhook.
//
// One that failed waits 5 s, then 30 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, each 20 %
// more or less, and at least as long as the Retry-After of the answer, up to 24 h. After
// that it is dead: it is kept for 30 days and sent again only by [Webhooks.Resend].
type Delivery struct {
	// ID is the webhook-id of every attempt. It is derived from the webhook and the
	// event, so the same event has the same ID after a crash.
	ID string `json:"id"`
	// Webhook is the ID of the webhook.
	Webhook string `json:"webhook"`
	// Event is the kind of event.
	Event Event `json:"event"`
	// Source is where the event is in the logs: the ID of a click or conversion, or
	// "change-" and the Seq of a row of the change log. When a visitor is erased, the
	// deliveries of the visitor's clicks and conversions are removed.
	Source string `json:"source"`
	// State says what becomes of it.
	State State `json:"state"`
	// Attempts is how often it was sent, without [Webhooks.Resend].
	Attempts int `json:"attempts"`
	// HappenedAt is the time of the event.
	HappenedAt time.Time `json:"happened_at"`
	// SentAt is the time of the last attempt.
	SentAt time.Time `json:"sent_at"`
	// NextAt is when it is sent again. It is zero unless it is waiting.
	NextAt time.Time `json:"next_at,omitzero"`
	// Status is the status of the last answer, or 0 without one.
	Status int `json:"status,omitempty"`
	// Error says why the last attempt failed.
	Error string `json:"error,omitempty"`
	// Took is how long the last attempt took.
	Took time.Duration `json:"took"`
}

// State says what becomes of a delivery.
type State string

// The states.
const (
	// Waiting deliveries failed and are sent again.
	Waiting State = "waiting"
	// Dead deliveries failed for the last time.
	Dead State = "dead"
	// Delivered ones were taken.
	Delivered State = "delivered"
)

// The beginnings of sources that are no clicks or conversions.
const (
	changePrefix = "change-"
	testPrefix   = "test-"
)

// deliveryOf returns the delivery of a task to a webhook.
func deliveryOf(webhook string, t *task) Delivery {
	source := ""
	if t.h.click != nil {
		source = t.h.click.ID
	}
	if t.h.change != nil {
		source = changePrefix + strconv.FormatUint(t.h.change.Seq, 10)
	}
	return Delivery{ID: deliveryID(webhook, source), Webhook: webhook, Event: t.event, Source: source, HappenedAt: t.h.time}
}

// deliveryID returns the ID of the delivery of an event to a webhook.
func deliveryID(webhook, source string) string {
	sum := sha256.Sum256([]byte(webhook + "\n" + source))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// document returns the ID of the document of a delivery. Those of a webhook stand together.
func (d *Delivery) document() string { return documentOf(d.Webhook, d.ID) }

func documentOf(webhook, id string) string { return webhook + "/" + id }

// deliveriesPage is the number of deliveries that are read at once.
const deliveriesPage = 200

// deliveriesOf yields the stored deliveries of a webhook by ID. Damaged ones are left out.
func (w *Webhooks) deliveriesOf(ctx context.Context, workspace, webhook string) iter.Seq2[*Delivery, error] {
	return w.deliveriesAfter(ctx, workspace, webhook, "")
}

// deliveriesAfter is deliveriesOf for those after an ID.
func (w *Webhooks) deliveriesAfter(ctx context.Context, workspace, webhook, id string) iter.Seq2[*Delivery, error] {
	return func(yield func(*Delivery, error) bool) {
		prefix := documentOf(webhook, "")
		for after := documentOf(webhook, id); ; {
			page, err := w.deliveries.List(ctx, workspace, after, deliveriesPage)
			if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
				yield(nil, err)
				return
			}
			for _, document := range page {
				if after = document.ID; !strings.HasPrefix(after, prefix) {
					return
				}
				d := new(Delivery)
				if json.Unmarshal(document.Body, d) == nil && !yield(d, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
		}
	}
}

// store stores a delivery that failed. It returns ErrNotFound if its webhook was deleted.
func (w *Webhooks) store(ctx context.Context, workspace string, d *Delivery) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	_, err = w.deliveries.Update(ctx, workspace, d.document(), func(json.RawMessage) (json.RawMessage, error) { return body, nil })
	if errors.Is(err, linkpack.ErrNotFound) {
		err = w.createFor(ctx, w.deliveries, workspace, d.Webhook, d.document(), body)
	}
	return err
}

// update stores a delivery that was stored before and failed again. It returns
// ErrNotFound if it was removed meanwhile.
func (w *Webhooks) update(ctx context.Context, workspace string, d *Delivery) error {
	return w.rewrite(ctx, workspace, d, func(current *Delivery) { *current = *d })
}

// rewrite changes a stored delivery, or returns ErrNotFound.
func (w *Webhooks) rewrite(ctx context.Context, workspace string, d *Delivery, change func(current *Delivery)) error {
	_, err := w.deliveries.Update(ctx, workspace, d.document(), func(body json.RawMessage) (json.RawMessage, error) {
		current := new(Delivery)
		if err := json.Unmarshal(body, current); err != nil {
			return nil, &linkpack.DamagedError{Kind: linkpack.KindDelivery, ID: d.document(), Err: err}
		}
		change(current)
		return json.Marshal(current)
	})
	return err
}

// createFor creates a document beside a webhook, or returns ErrNotFound if the webhook
// was deleted. One that is deleted meanwhile leaves the document to tidy.
func (w *Webhooks) createFor(ctx context.Context, records *linkpack.Records, workspace, webhook, id string, body json.RawMessage) error {
	if _, err := w.hooks.Get(ctx, workspace, webhook); errors.Is(err, linkpack.ErrNotFound) {
		return err
	}
	_, err := records.Create(ctx, workspace, id, body)
	return err
}
