package linkpack

import (
	"cmp"
	"context"
	"errors"
)

// CreateLinkOnce creates a link like [Shortener.CreateLink], but only once for each
// idempotency key of a workspace within 24 hours. If it is called again with the
// same key and request, it returns the existing link in its current state, and
// replayed is true. If that link has been deleted, or is outside the scope of the
// principal of ctx, it returns ErrNotFound. If the same key is used with a different
// request, it returns a [FieldError] for "idempotency_key".
//
// request is all that the client sent to make the link, such as the method, path
// and body of an HTTP request. Only a hash of it is stored, with a secret key of
// the store. If it is nil, the link is compared instead. The hashes of a password
// differ each time, so links with passwords need a request.
//
// A key has 1 to 255 characters. It stays unused if the call fails.
func (s *Shortener) CreateLinkOnce(ctx context.Context, key string, request []byte, link Link) (made *Link, replayed bool, err error) {
	if key == "" {
		return nil, false, invalid("idempotency_key", "must not be empty")
	}
	if err := checkText("idempotency_key", key, 255); err != nil {
		return nil, false, err
	}
	scope, err := scopeIn(ctx, link.Workspace, MayCreate)
	if err != nil {
		return nil, false, err
	}
	fingerprint, err := s.fingerprint(request, link)
	if err != nil {
		return nil, false, err
	}
	unique := hashSecret(cmp.Or(link.Workspace, DefaultWorkspace) + "\x00" + key)
	o := once{s, link, scope, unique, fingerprint}
	for {
		made, replayed, err := o.try(ctx)
		if !errors.Is(err, errChanged) {
			return made, replayed, err
		}
	}
}

// once is one call of CreateLinkOnce.
type once struct {
	*Shortener
	link                Link
	scope               Scope // of the principal
	unique, fingerprint string
}

// try handles the call by what is stored for its key. It returns errChanged if
// another call took the key in the meantime.
func (o *once) try(ctx context.Context) (*Link, bool, error) {
	d, err := o.document(ctx)
	if errors.Is(err, ErrNotFound) {
		return o.first(ctx)
	}
	if err != nil {
		return nil, false, err
	}
	return o.again(ctx, d)
}

// first creates the link. It takes the key first, together with the ID that the
// link will have, so that concurrent calls with one key, or a call after a
// crash, cannot create two links.
func (o *once) first(ctx context.Context) (*Link, bool, error) {
	made, err := o.prepareOne(ctx, o.link)
	if err != nil {
		return nil, false, err
	}
	err = o.remember(ctx, made, false)
	if errors.Is(err, ErrExists) {
		err = errChanged
	}
	if err != nil {
		return nil, false, err
	}
	return o.finish(ctx, made)
}

// again handles a call whose key is known. If the link is missing, another call
// is about to create it or crashed before it did, so again creates it.
func (o *once) again(ctx context.Context, d *Document) (*Link, bool, error) {
	body, err := decodeAs[onceBody](d)
	if err != nil {
		return nil, false, err
	}
	if body.Fingerprint != o.fingerprint {
		return nil, false, invalid("idempotency_key", "was used for another request")
	}
	link, err := o.store.Link(ctx, d.Workspace, d.ID)
	if !errors.Is(err, ErrNotFound) || body.Done {
		return o.replay(link, err)
	}
	made, err := o.prepareOne(ctx, o.link)
	if err != nil {
		return nil, false, err
	}
	made.ID = d.ID
	return o.finish(ctx, made)
}

// replay returns a link that exists, unless it is in the bin or outside the scope.
func (o *once) replay(link *Link, err error) (*Link, bool, error) {
	if err == nil && (!link.DeletedAt.IsZero() || !o.covers(o.scope, link)) {
		err = errNoLink(link.ID)
	}
	if err != nil {
		return nil, false, err
	}
	return link, true, nil
}

// finish stores the link unless another call has stored it.
func (o *once) finish(ctx context.Context, made *Link) (*Link, bool, error) {
	failed := o.createOne(ctx, made)
	ctx = context.WithoutCancel(ctx)
	if failed != nil {
		return o.giveUp(ctx, made, failed)
	}
	if err := o.done(ctx, made); err != nil {
		return nil, false, err
	}
	return made, false, o.sweep(ctx, made.Workspace)
}

// giveUp returns the link if another call has stored it. Otherwise it frees the
// key of the link that could not be stored.
func (o *once) giveUp(ctx context.Context, made *Link, failed error) (*Link, bool, error) {
	link, err := o.store.Link(ctx, made.Workspace, made.ID)
	if err == nil {
		return o.replay(link, nil)
	}
	if errors.Is(err, ErrNotFound) {
		err = o.store.DeleteDocument(ctx, kindOnce, made.Workspace, made.ID, nil)
	}
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return nil, false, errors.Join(failed, err)
}

// done marks the key as done. It takes the key again if another call has failed
// and freed it in the meantime.
func (o *once) done(ctx context.Context, made *Link) error {
	_, err := updateBody(ctx, o.Shortener, kindOnce, made.Workspace, made.ID, nil, func(body *onceBody) ([]string, error) {
		body.Done = true
		return nil, nil
	})
	if errors.Is(err, ErrNotFound) {
		err = o.remember(ctx, made, true)
	}
	if errors.Is(err, ErrExists) { // a third call has the key and creates its own link
		err = nil
	}
	return err
}

// sweep removes a few expired keys: more than one for each new key, so that
// their number stays bounded.
func (o *once) sweep(ctx context.Context, workspace string) error {
	oldest, err := o.store.ListDocuments(ctx, kindOnce, workspace, "", 4)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	for _, d := range oldest { // by the link's CreatedAt, which may be older than the key
		if _, err := o.forgetOutdated(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
