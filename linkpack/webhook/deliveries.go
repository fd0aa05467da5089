package webhook

import (
	"cmp"
	"context"
	"slices"
)

// maxPage is the most deliveries of a page.
const maxPage = 1000

// DeliveryQuery selects deliveries of a webhook.
type DeliveryQuery struct {
	// States are the states that deliveries may have. Empty means all.
	States []State
	// After is the ID of the last delivery of the page before. Empty means the first page.
	After string
	// Limit is the most deliveries of a page, at most 1,000. 0 means 100.
	Limit int
}

// Deliveries returns deliveries of a webhook: those that are waiting or dead, by ID, and,
// on the first page before them, the last 50 that this process has sent with success,
// newest first, which are not counted in the limit. The next page is that after the ID of
// the last one. Deliveries returns ErrNotFound for an unknown webhook, and a
// linkpack.FieldError for a Limit or a State that is wrong. It needs the right to read.
func (w *Webhooks) Deliveries(ctx context.Context, workspace, webhook string, query DeliveryQuery) ([]*Delivery, error) {
	if err := query.check(); err != nil {
		return nil, err
	}
	document, err := w.hooks.Get(ctx, workspace, webhook)
	if err != nil {
		return nil, err
	}
	var all []*Delivery
	if query.After == "" && query.has(Delivered) {
		all = w.taken(webhook)
	}
	n := 0
	for d, err := range w.deliveriesAfter(ctx, document.Workspace, webhook, query.After) {
		if err != nil {
			return nil, err
		}
		if !query.has(d.State) {
			continue
		}
		all = append(all, d)
		if n++; n == cmp.Or(query.Limit, 100) {
			break
		}
	}
	return all, nil
}

// check refuses states and limits that are wrong.
func (q *DeliveryQuery) check() error {
	if q.Limit < 0 || q.Limit > maxPage {
		return invalid("limit", "must be from 0 to %d", maxPage)
	}
	return checkWords("states", q.States, []State{Waiting, Dead, Delivered})
}

func (q *DeliveryQuery) has(state State) bool {
	return len(q.States) == 0 || slices.Contains(q.States, state)
}

// taken returns the deliveries that were taken last, newest first.
func (w *Webhooks) taken(webhook string) []*Delivery {
	c := w.courier(webhook)
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*Delivery
	for _, d := range slices.Backward(c.recent) {
		all = append(all, &d)
	}
	return all
}

// remember remembers a delivery that was taken. c is locked.
func (c *courier) remember(d *Delivery) {
	if len(c.recent) == maxRecent {
		c.recent = append(c.recent[:0], c.recent[1:]...)
	}
	c.recent = append(c.recent, *d)
}
