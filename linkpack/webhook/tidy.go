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

// tidy removes dead deliveries that are too old, and what deleted webhooks have left.
func (w *Webhooks) tidy(ctx context.Context) error {
	workspaces, err := w.links.Workspaces(ctx)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return err
	}
	for _, workspace := range workspaces {
		for _, records := range []*linkpack.Records{w.deliveries, w.counts} {
			if err := w.tidyRecords(ctx, records, workspace.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// tidyRecords is tidy for the deliveries or the figures of a workspace.
func (w *Webhooks) tidyRecords(ctx context.Context, records *linkpack.Records, workspace string) error {
	var last string
	var deleted bool
	for after := ""; ; {
		page, err := records.List(ctx, workspace, after, deliveriesPage)
		if err != nil && !errors.Is(err, linkpack.ErrDamaged) || len(page) == 0 {
			return err
		}
		for _, document := range page {
			after = document.ID
			webhook, _, _ := strings.Cut(document.ID, "/")
			if webhook != last { // those of a webhook stand together
				_, err := w.hooks.Get(ctx, workspace, webhook)
				last, deleted = webhook, errors.Is(err, linkpack.ErrNotFound)
			}
			if !deleted && !w.isOld(document) {
				continue
			}
			if err := records.Delete(ctx, workspace, document.ID); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
				return err
			}
		}
	}
}

// isOld reports whether a document is a dead delivery that is too old.
func (w *Webhooks) isOld(document *linkpack.Document) bool {
	var d Delivery
	return json.Unmarshal(document.Body, &d) == nil && d.State == Dead && w.now().Sub(d.SentAt) >= deadKept
}
