package linkpack

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// onceLifetime is how long an idempotency key is remembered.
const onceLifetime = 24 * time.Hour

// onceBody is what is remembered of a key; its document has the link's id.
type onceBody struct {
	Fingerprint string    `json:"fingerprint"`
	At          time.Time `json:"at"`
	Done        bool      `json:"done"`
}

// ShortenOnce makes a link like [Shortener.Shorten], once for each key of a
// workspace within 24 hours: called again, with the same key and link, it
// returns the link that was made, as it is now, and replayed is true; or
// ErrNotFound when that was deleted meanwhile. The same key with another link is
// a [FieldError] of "idempotency_key". Passwords are not compared, since only
// their hashes are known, which differ each time.
//
// A key has 1 to 255 characters. A call that fails leaves its key unused.
func (s *Shortener) ShortenOnce(ctx context.Context, key string, link Link) (made *Link, replayed bool, err error) {
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
	d, err := o.document(ctx)
	if errors.Is(err, ErrNotFound) {
		return o.first(ctx)
	}
	if err != nil {
		return nil, false, err
	}
	return o.again(ctx, d)
}

// once is one call of ShortenOnce.
type once struct {
	*Shortener
	link                Link
	unique, fingerprint string
}

// fingerprintOf tells links that are to be made apart.
func fingerprintOf(link Link) (string, error) {
	if link.PasswordHash != "" {
		link.PasswordHash = "set"
	}
	encoded, err := json.Marshal(&link)
	if err != nil {
		return "", fmt.Errorf("encoding a link: %w", err)
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:]), nil
}

// document returns what is remembered of the key. What is too old is forgotten.
func (o *once) document(ctx context.Context) (*Document, error) {
	d, err := o.store.DocumentByKey(ctx, kindOnce, o.unique)
	if err != nil {
		return nil, err
	}
	outdated, err := o.forgetOutdated(ctx, d)
	if err == nil && outdated {
		err = ErrNotFound
	}
	return d, err
}

// forgetOutdated removes a document that is too old.
func (o *once) forgetOutdated(ctx context.Context, d *Document) (outdated bool, err error) {
	var body onceBody
	if err := decodeBody(d, &body); err != nil {
		return false, err
	}
	if o.now().Sub(body.At) < onceLifetime {
		return false, nil
	}
	err = o.store.DeleteDocument(ctx, kindOnce, d.Workspace, d.ID)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return true, err
}

// first makes the link. The key is taken before, with the id that the link will
// have, so that two calls with one key, or one behind a crash, cannot make two
// links.
func (o *once) first(ctx context.Context) (*Link, bool, error) {
	made, err := o.prepare(ctx, o.link)
	if err != nil {
		return nil, false, err
	}
	d := Document{Kind: kindOnce, Workspace: made.Workspace, ID: made.ID, Keys: []string{o.unique}}
	err = o.createDocument(ctx, d, &onceBody{Fingerprint: o.fingerprint, At: o.now()})
	if errors.Is(err, ErrExists) {
		taken, err := o.document(ctx)
		if err != nil {
			return nil, false, err
		}
		return o.again(ctx, taken)
	}
	if err != nil {
		return nil, false, err
	}
	return o.finish(ctx, made)
}

// again answers a call whose key is known. The link is missing when another
// call is about to make it, or died before it did.
func (o *once) again(ctx context.Context, d *Document) (*Link, bool, error) {
	var body onceBody
	if err := decodeBody(d, &body); err != nil {
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
		link, err := o.store.Link(ctx, made.Workspace, made.ID)
		switch {
		case err == nil:
			return link, true, nil
		case errors.Is(err, ErrNotFound):
			err = o.store.DeleteDocument(ctx, kindOnce, made.Workspace, made.ID)
		}
		if errors.Is(err, ErrNotFound) {
			err = nil
		}
		return nil, false, errors.Join(failed, err)
	}
	_, err := updateBody(ctx, o.Shortener, kindOnce, made.Workspace, made.ID, func(body *onceBody) ([]string, error) {
		body.Done = true
		return nil, nil
	})
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, false, err
	}
	return made, false, o.sweep(ctx, made.Workspace)
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
