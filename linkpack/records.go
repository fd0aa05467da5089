package linkpack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// The kinds of documents that package webhook keeps.
const (
	// KindWebhook is the kind of webhooks. Their changes are in the change log.
	KindWebhook = "webhook"
	// KindDelivery is the kind of deliveries that failed. They are not in the change log.
	KindDelivery = "webhook-delivery"
	// KindWebhookFigures is the kind of counts of webhooks. They are not in the change
	// log.
	KindWebhookFigures = "webhook-figures"
)

// recordKinds returns the kinds of documents that Records may keep, and whether their
// changes are in the change log. DeleteWorkspace removes them.
func recordKinds() map[string]bool {
	return map[string]bool{KindWebhook: true, KindDelivery: false, KindWebhookFigures: false}
}

// Records keeps JSON documents of one kind for the workspaces, on behalf of a package
// beside this one. They are removed with their workspace. Its methods need rights to the
// whole workspace and return ErrNotFound for an unknown one. An empty workspace means
// [DefaultWorkspace]. It is safe for concurrent use.
type Records struct {
	s    *Shortener
	kind string
}

// Records returns the records of a kind: [KindWebhook], [KindDelivery] or
// [KindWebhookFigures]. With another kind, each method returns a [FieldError] of kind.
func (s *Shortener) Records(kind string) *Records { return &Records{s, kind} }

// permit checks a call. It returns the workspace and the context for the rest of it.
func (r *Records) permit(ctx context.Context, workspace string, right Rights) (context.Context, string, error) {
	if _, known := recordKinds()[r.kind]; !known {
		return ctx, "", invalid("kind", "%q is not a kind of records", clip.Text(r.kind))
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	ctx, err := permit(ctx, workspace, right)
	return ctx, workspace, err
}

// MayChange returns an error unless the principal of ctx has the rights to read and to
// change in the workspace.
func (r *Records) MayChange(ctx context.Context, workspace string) error {
	_, _, err := r.permit(ctx, workspace, MayRead|MayChange)
	return err
}

// edit returns the Edit of a change, or nil for a kind that is not in the change log.
func (r *Records) edit(ctx context.Context, workspace string) *Edit {
	if !recordKinds()[r.kind] {
		return nil
	}
	return r.s.edit(ctx, workspace)
}

// Create stores a document, if Options.CheckQuota allows it for a kind whose changes are
// in the change log. If id is empty, it makes a UUIDv7. It returns ErrExists for an ID
// that is taken. It needs the rights to read and to create.
func (r *Records) Create(ctx context.Context, workspace, id string, body json.RawMessage) (*Document, error) {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead|MayCreate)
	if err != nil {
		return nil, err
	}
	if id == "" {
		if id, err = r.s.ids.Next(r.s.now()); err != nil {
			return nil, err
		}
	}
	edit := r.edit(ctx, workspace)
	if edit != nil {
		if _, err := r.s.Workspace(ctx, workspace); err != nil {
			return nil, err
		}
		if err := r.s.checkQuota(ctx, workspace, r.kind, 1); err != nil {
			return nil, err
		}
	}
	d := Document{Kind: r.kind, Workspace: workspace, ID: id, Body: body, Revision: 1}
	if err := r.s.createOwned(ctx, workspace, d, edit, body); err != nil {
		return nil, r.about(id, err)
	}
	return &d, nil
}

// Get returns a document, or ErrNotFound. It needs the right to read.
func (r *Records) Get(ctx context.Context, workspace, id string) (*Document, error) {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	d, err := r.s.store.Document(ctx, r.kind, workspace, id)
	return d, r.about(id, err)
}

// List returns documents sorted by ID: those after an ID, at most limit of them, where
// 0 means all. If some are damaged, it returns the others, and an error that wraps a
// [DamagedError] for each. It needs the right to read.
func (r *Records) List(ctx context.Context, workspace, after string, limit int) ([]*Document, error) {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	return r.s.store.ListDocuments(ctx, r.kind, workspace, after, limit)
}

// Count returns the number of documents. It needs the right to read.
func (r *Records) Count(ctx context.Context, workspace string) (int, error) {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead)
	if err != nil {
		return 0, err
	}
	return r.s.store.CountDocuments(ctx, r.kind, workspace)
}

// Update changes the body of a document with the function update, which may run more
// than once. An equal body is no change. If update returns an error, nothing is changed.
// It needs the rights to read and to change.
func (r *Records) Update(ctx context.Context, workspace, id string, update func(body json.RawMessage) (json.RawMessage, error)) (*Document, error) {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead|MayChange)
	if err != nil {
		return nil, err
	}
	var same *Document
	d, err := r.s.store.UpdateDocument(ctx, r.kind, workspace, id, r.edit(ctx, workspace), func(d *Document) error {
		body, err := update(bytes.Clone(d.Body))
		if err != nil {
			return err
		}
		if bytes.Equal(body, d.Body) {
			same = d
			return errSame
		}
		d.Body = body
		return nil
	})
	if errors.Is(err, errSame) {
		return same, nil
	}
	return d, r.about(id, err)
}

// Delete removes a document, or returns ErrNotFound. It needs the rights to read and to
// change.
func (r *Records) Delete(ctx context.Context, workspace, id string) error {
	ctx, workspace, err := r.permit(ctx, workspace, MayRead|MayChange)
	if err != nil {
		return err
	}
	return r.about(id, r.s.store.DeleteDocument(ctx, r.kind, workspace, id, r.edit(ctx, workspace)))
}

// about says which document an error is about.
func (r *Records) about(id string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %q: %w", r.kind, clip.Text(id), err)
}
