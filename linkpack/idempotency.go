package linkpack

import (
	"cmp"
	"context"
	"errors"
)

// CreateLinkOnce makes a link like [Shortener.CreateLink], once for each key of a
// workspace within 24 hours: called again, with the same key and link, it
// returns the link that was made, as it is now, and replayed is true; or
// ErrNotFound when that was deleted meanwhile. The same key with another link is
// a [FieldError] of "idempotency_key". Passwords are not compared, since only
// their hashes are known, which differ each time.
//
// A key has 1 to 255 characters. A call that fails leaves its key unused.
func (s *Shortener) CreateLinkOnce(ctx context.Context, key string, link Link) (made *Link, replayed bool, err error) {
	if key == "" {
		return nil, false, invalid("idempotency_key", "must not be empty")
	}
	if err := checkText("idempotency_key", key, 255); err != nil {
		return nil, false, err
	}
	fingerprint, err := fingerprintOf(link)
	if err != nil {
		return nil, false, err
	}
	unique := hashSecret(cmp.Or(link.Workspace, DefaultWorkspace) + "\x00" + key)
	o := once{s, link, unique, fingerprint}
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
	unique, fingerprint string
}

// try answers the call by what is remembered of its key. It returns errChanged
// when another call took the key meanwhile.
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

// first makes the link. The key is taken before, with the id that the link will
// have, so that two calls with one key, or one behind a crash, cannot make two
// links.
func (o *once) first(ctx context.Context) (*Link, bool, error) {
	made, err := o.prepare(ctx, o.link)
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

// again answers a call whose key is known. The link is missing when another
// call is about to make it, or died before it did.
func (o *once) again(ctx context.Context, d *Document) (*Link, bool, error) {
	body, err := decodeAs[onceBody](d)
	if err != nil {
		return nil, false, err
	}
	if body.Fingerprint != o.fingerprint {
		return nil, false, invalid("idempotency_key", "was used for another link")
	}
	link, err := o.store.Link(ctx, d.Workspace, d.ID)
	if !errors.Is(err, ErrNotFound) || body.Done {
		return link, err == nil, err
	}
	made, err := o.prepare(ctx, o.link)
	if err != nil {
		return nil, false, err
	}
	made.ID = d.ID
	return o.finish(ctx, made)
}

// finish stores the link, unless another call did.
func (o *once) finish(ctx context.Context, made *Link) (*Link, bool, error) {
	failed := o.create(ctx, []*Link{made})
	ctx = context.WithoutCancel(ctx)
	if failed != nil {
		return o.giveUp(ctx, made, failed)
	}
	if err := o.done(ctx, made); err != nil {
		return nil, false, err
	}
	return made, false, o.sweep(ctx, made.Workspace)
}

// giveUp frees the key of a link that could not be stored, unless another call
// has stored it.
func (o *once) giveUp(ctx context.Context, made *Link, failed error) (*Link, bool, error) {
	link, err := o.store.Link(ctx, made.Workspace, made.ID)
	if err == nil {
		return link, true, nil
	}
	if errors.Is(err, ErrNotFound) {
		err = o.store.DeleteDocument(ctx, kindOnce, made.Workspace, made.ID, nil)
	}
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return nil, false, errors.Join(failed, err)
}

// done notes that the link is there, and takes the key again if another call
// failed meanwhile and gave it up.
func (o *once) done(ctx context.Context, made *Link) error {
	_, err := updateBody(ctx, o.Shortener, kindOnce, made.Workspace, made.ID, nil, func(body *onceBody) ([]string, error) {
		body.Done = true
		return nil, nil
	})
	if errors.Is(err, ErrNotFound) {
		err = o.remember(ctx, made, true)
	}
	if errors.Is(err, ErrExists) { // a third call has it and makes a link of its own
		err = nil
	}
	return err
}

// sweep forgets some keys that are too old, more than are made meanwhile.
func (o *once) sweep(ctx context.Context, workspace string) error {
	oldest, err := o.store.ListDocuments(ctx, kindOnce, workspace, "", 4)
	if err != nil {
		return err
	}
	for _, d := range oldest { // mostly, since a link may say that it is older than its key
		if _, err := o.forgetOutdated(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
