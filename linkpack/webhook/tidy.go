package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// deadKept is how long dead deliveries are kept.
	deadKept = 30 * 24 * time.Hour
	// tidyInterval is between two looks for those that are too old.
	tidyInterval = time.Hour
)

// tidy removes dead deliveries that are too old.
func (w *Webhooks) tidy(ctx context.Context) error {
	workspaces, err := w.links.Workspaces(ctx)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return err
	}
	for _, workspace := range workspaces {
		if err := w.tidyWorkspace(ctx, workspace.ID); err != nil {
			return err
		}
	}
	return nil
}

func (w *Webhooks) tidyWorkspace(ctx context.Context, workspace string) error {
	for after := ""; ; {
		page, err := w.deliveries.List(ctx, workspace, after, deliveriesPage)
		if err != nil && !errors.Is(err, linkpack.ErrDamaged) || len(page) == 0 {
			return err
		}
		for _, document := range page {
			after = document.ID
			var d Delivery
			if json.Unmarshal(document.Body, &d) != nil || d.State != Dead || w.now().Sub(d.SentAt) < deadKept {
				continue
			}
			if err := w.deliveries.Delete(ctx, workspace, document.ID); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
				return err
			}
		}
	}
}
