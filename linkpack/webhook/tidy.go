package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// deadKept is how long dead deliveries are kept.
	deadKept = 30 * 24 * time.Hour
	// tidyInterval is between two looks for those that are too old.
	tidyInterval = time.Hour
)

// tidy removes dead deliveries that are too old, those whose events were erased, and what
// deleted webhooks have left.
func (w *consumer) tidy(ctx context.Context) error {
	workspaces, err := w.links.Workspaces(ctx)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return err
	}
	var faults []error
	for _, workspace := range workspaces {
		for _, records := range []*linkpack.Records{w.deliveries, w.counts} {
			faults = append(faults, w.tidyRecords(ctx, records, workspace.ID))
		}
	}
	return errors.Join(faults...)
}

// tidyRecords is tidy for the deliveries or the figures of a workspace.
func (w *consumer) tidyRecords(ctx context.Context, records *linkpack.Records, workspace string) error {
	var last string
	var deleted bool
	for after := ""; ; {
		page, err := records.List(ctx, workspace, after, deliveriesPage)
		if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for _, document := range page {
			after = document.ID
			webhook, _, _ := strings.Cut(document.ID, "/")
			if webhook != last { // those of a webhook stand together
				_, err := w.hooks.Get(ctx, workspace, webhook)
				last, deleted = webhook, errors.Is(err, linkpack.ErrNotFound)
			}
			useless, err := w.isUseless(ctx, document)
			if deleted || useless {
				err = w.discard(ctx, records, document)
			}
			if err != nil {
				return err
			}
		}
	}
}

// discard removes a document. If it is a delivery that waits, it waits no more.
func (w *consumer) discard(ctx context.Context, records *linkpack.Records, document *linkpack.Document) error {
	if err := records.Delete(ctx, document.Workspace, document.ID); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
		return err
	}
	webhook, delivery, _ := strings.Cut(document.ID, "/")
	if c := w.courier(webhook); c != nil {
		c.drop(delivery)
	}
	return nil
}

// isUseless reports whether a document is a delivery that is dead and too old, or whose
// event is no longer in the log. Damaged ones are left alone.
func (w *Webhooks) isUseless(ctx context.Context, document *linkpack.Document) (bool, error) {
	var d Delivery
	if document.Kind != linkpack.KindDelivery || json.Unmarshal(document.Body, &d) != nil {
		return false, nil
	}
	if d.State == Dead && w.now().Sub(d.SentAt) >= deadKept {
		return true, nil
	}
	return w.isErased(ctx, document.Workspace, &d)
}
