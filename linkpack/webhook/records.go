package webhook

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"

	"github.com/linkpack/linkpack-go/linkpack"
)

// errChanged says that a webhook changed between reading and writing it.
var errChanged = errors.New("webhook: changed in between")

// Create stores a webhook and returns it with its Secret, which is shown only here. ID,
// CreatedBy, CreatedAt, UpdatedAt and Figures are set by Webhooks. It gets the events
// that happen from now on. Create returns a linkpack.FieldError for each invalid field,
// joined, and for more than 100 webhooks of a workspace, ErrNotFound for an unknown
// workspace, and an error that wraps linkpack.ErrForbidden for a principal without the
// rights to read and to create in the whole workspace.
func (w *Webhooks) Create(ctx context.Context, hook Webhook) (*Webhook, error) {
	hook.Workspace = cmp.Or(hook.Workspace, linkpack.DefaultWorkspace)
	n, err := w.hooks.Count(ctx, hook.Workspace)
	if err != nil {
		return nil, err
	}
	if err := w.check(ctx, &hook, nil); err != nil {
		return nil, err
	}
	if n >= maxWebhooks {
		return nil, invalid("url", "the workspace has %d webhooks; delete some first", n)
	}
	return w.create(ctx, hook)
}

// create stores a webhook that was checked, with a new secret.
func (w *Webhooks) create(ctx context.Context, hook Webhook) (*Webhook, error) {
	made, secret, err := w.newKey()
	if err != nil {
		return nil, err
	}
	hook.DisabledReason = ""
	hook.CreatedBy, hook.CreatedAt, hook.UpdatedAt = linkpack.ActorOf(ctx), w.now(), w.now()
	s := stored{Webhook: hook, Keys: []key{made}}
	if s.From, err = w.ends(ctx); err != nil {
		return nil, err
	}
	body, err := s.encode()
	if err != nil {
		return nil, err
	}
	d, err := w.hooks.Create(ctx, hook.Workspace, "", body)
	if err != nil {
		return nil, err
	}
	return w.changed(d, secret)
}

// Webhook returns a workspace's webhook, or ErrNotFound.
func (w *Webhooks) Webhook(ctx context.Context, workspace, id string) (*Webhook, error) {
	d, err := w.hooks.Get(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	return w.shown(ctx, d)
}

// List returns a workspace's webhooks, oldest first. If some are damaged, it returns the
// others, and an error that wraps a linkpack.DamagedError for each.
func (w *Webhooks) List(ctx context.Context, workspace string) ([]*Webhook, error) {
	documents, damage := w.hooks.List(ctx, workspace, "", 0)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return nil, damage
	}
	all := make([]*Webhook, 0, len(documents))
	for _, d := range documents {
		hook, err := w.shown(ctx, d)
		if err != nil {
			damage = errors.Join(damage, err)
			continue
		}
		all = append(all, hook)
	}
	return all, damage
}

// Update changes a webhook with the function update and returns it as stored. ID,
// Workspace, Secret, Figures, CreatedBy, CreatedAt and UpdatedAt cannot be changed.
// update may run more than once; if it returns an error, nothing is changed. The errors
// are those of [Webhooks.Create]. What is sent to a webhook within the next seconds may
// still be what the old one wanted.
func (w *Webhooks) Update(ctx context.Context, workspace, id string, update func(*Webhook) error) (*Webhook, error) {
	for {
		d, err := w.tryUpdate(ctx, workspace, id, update)
		if errors.Is(err, errChanged) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return w.changed(d, "")
	}
}

// tryUpdate changes a webhook, or returns errChanged if another call does so.
func (w *Webhooks) tryUpdate(ctx context.Context, workspace, id string, update func(*Webhook) error) (*linkpack.Document, error) {
	d, err := w.hooks.Get(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	s, err := decode(d)
	if err != nil {
		return nil, err
	}
	same, err := w.change(ctx, s, update)
	if err != nil || same {
		return d, err
	}
	encoded, err := s.encode()
	if err != nil {
		return nil, err
	}
	return w.hooks.Update(ctx, workspace, id, func(body json.RawMessage) (json.RawMessage, error) {
		if !bytes.Equal(body, d.Body) {
			return nil, errChanged
		}
		return encoded, nil
	})
}

// change applies update to a webhook, except to what cannot be changed, and checks it.
func (w *Webhooks) change(ctx context.Context, s *stored, update func(*Webhook) error) (same bool, err error) {
	old, hook := s.Webhook, s.Webhook
	hook.Events, hook.Classes, hook.Triggers = distinct(old.Events), distinct(old.Classes), distinct(old.Triggers)
	if err := update(&hook); err != nil {
		return false, err
	}
	hook.ID, hook.Workspace, hook.Revision = old.ID, old.Workspace, old.Revision
	hook.CreatedBy, hook.CreatedAt, hook.UpdatedAt = old.CreatedBy, old.CreatedAt, old.UpdatedAt
	hook.Secret, hook.Figures = "", Figures{}
	if hook.Status == Active {
		hook.DisabledReason = ""
	}
	if err := w.check(ctx, &hook, &old); err != nil {
		return false, err
	}
	if reflect.DeepEqual(hook, old) {
		return true, nil
	}
	if hook.Status == Active && old.Status != Active {
		if s.From, err = w.ends(ctx); err != nil {
			return false, err
		}
	}
	hook.UpdatedAt = w.now()
	s.Webhook = hook
	return false, nil
}

// Delete removes a webhook with its deliveries, or returns ErrNotFound. One that is being
// sent may still arrive.
func (w *Webhooks) Delete(ctx context.Context, workspace, id string) error {
	workspace = cmp.Or(workspace, linkpack.DefaultWorkspace)
	if err := w.hooks.Delete(ctx, workspace, id); err != nil {
		return err
	}
	if c := w.current.Load(); c != nil {
		c.remove(id)
	}
	return w.forget(host(ctx), workspace, id)
}

// forget removes what is stored of a webhook beside itself.
func (w *Webhooks) forget(ctx context.Context, workspace, id string) error {
	if err := w.counts.Delete(ctx, workspace, id); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
		return err
	}
	for d, err := range w.deliveriesOf(ctx, workspace, id) {
		if err != nil {
			return err
		}
		if err := w.deliveries.Delete(ctx, workspace, d.document()); err != nil && !errors.Is(err, linkpack.ErrNotFound) {
			return err
		}
	}
	return nil
}

// changed takes note of a webhook that was written and returns it as it is shown, with
// its secret if that is new. What fails afterwards is logged alone, so that the caller
// gets the secret: the change log tells of the webhook once more.
func (w *Webhooks) changed(d *linkpack.Document, secret string) (*Webhook, error) {
	s, err := decode(d)
	if err != nil {
		return nil, err
	}
	if c := w.current.Load(); c != nil {
		err = c.reload(d)
	}
	figures, reading := w.figuresOf(w.background, d.Workspace, d.ID)
	if err = errors.Join(err, reading); err != nil {
		w.opts.Logger.Error("starting a webhook", slog.String("webhook", d.ID), slog.Any("error", err))
	}
	s.Figures, s.Secret = figures, secret
	return &s.Webhook, nil
}

// shown returns a webhook as it is shown, with its figures.
func (w *Webhooks) shown(ctx context.Context, d *linkpack.Document) (*Webhook, error) {
	s, err := decode(d)
	if err != nil {
		return nil, err
	}
	s.Figures, err = w.figuresOf(ctx, d.Workspace, d.ID)
	return &s.Webhook, err
}
