package webhook

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// noteErasure notes that clicks of a workspace were erased, so that what names them is
// removed soon.
func (w *consumer) noteErasure(workspace string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Contains(w.erased, workspace) {
		w.erased = append(w.erased, workspace)
	}
}

// forgetErased removes the deliveries whose clicks and conversions were erased. Where that
// fails, it is tried again the next time.
func (w *consumer) forgetErased(ctx context.Context) error {
	w.mu.Lock()
	workspaces := w.erased
	w.erased = nil
	w.mu.Unlock()
	var faults []error
	for _, workspace := range workspaces {
		err := errors.Join(w.tidyRecords(ctx, w.deliveries, workspace), w.forgetRecent(ctx, workspace))
		if err != nil {
			w.noteErasure(workspace)
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// forgetRecent is forgetErased for the deliveries that were taken last.
func (w *consumer) forgetRecent(ctx context.Context, workspace string) error {
	for _, c := range w.couriersOf(workspace) {
		for _, d := range w.taken(c.id) {
			gone, err := w.isErased(ctx, workspace, d)
			if err != nil {
				return err
			}
			if gone {
				c.forgetTaken(d.ID)
			}
		}
	}
	return nil
}

// couriersOf returns what sends to the active webhooks of a workspace.
func (w *consumer) couriersOf(workspace string) (all []*courier) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.couriers {
		if c.hook.Load().Workspace == workspace {
			all = append(all, c)
		}
	}
	return all
}

// forgetTaken forgets a delivery that was taken.
func (c *courier) forgetTaken(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.recent = slices.DeleteFunc(c.recent, func(d Delivery) bool { return d.ID == id })
}

// isErased reports whether the click or conversion of a delivery is no longer in the log,
// so that it cannot be sent any more.
func (w *Webhooks) isErased(ctx context.Context, workspace string, d *Delivery) (bool, error) {
	if strings.HasPrefix(d.Source, changePrefix) || strings.HasPrefix(d.Source, testPrefix) {
		return false, nil
	}
	_, err := w.links.Event(ctx, workspace, d.Source)
	if errors.Is(err, linkpack.ErrNotFound) {
		return true, nil
	}
	if errors.Is(err, linkpack.ErrDamaged) {
		err = nil
	}
	return false, err
}

// tend removes what nobody can use any more, from time to time.
func (w *consumer) tend() {
	for n := 1; pause(w.reading, saveInterval); n++ {
		err := w.forgetErased(w.reading)
		if n%int(tidyInterval/saveInterval) == 0 {
			err = errors.Join(err, w.tidy(w.reading))
		}
		if err != nil && w.reading.Err() == nil {
			w.opts.Logger.Error("removing old deliveries of webhooks", slog.Any("error", err))
		}
	}
}
