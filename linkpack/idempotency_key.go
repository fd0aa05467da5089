package linkpack

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// onceLifetime is how long an idempotency key is remembered.
const onceLifetime = 24 * time.Hour

// onceBody is the body of a key's document. The document's ID is the link's.
type onceBody struct {
	Fingerprint string    `json:"fingerprint"`
	At          time.Time `json:"at"`
	Done        bool      `json:"done"`
}

// fingerprint returns a keyed hash of a request; without one, of the link.
func (s *Shortener) fingerprint(request []byte, link Link) (string, error) {
	if request != nil {
		return hex.EncodeToString(s.Sign("idempotent request", string(request))), nil
	}
	encoded, err := json.Marshal(struct {
		*Link
		PasswordHash string `json:"password_hash"` // which the JSON form of a link lacks
	}{&link, link.PasswordHash})
	if err != nil {
		return "", fmt.Errorf("encoding a link: %w", err)
	}
	return hex.EncodeToString(s.Sign("idempotent link", string(encoded))), nil
}

// remember takes the key for a link that exists or is about to be created.
func (o *once) remember(ctx context.Context, link *Link, done bool) error {
	d := Document{Kind: kindOnce, Workspace: link.Workspace, ID: link.ID, Keys: []string{o.unique}}
	return o.createOwned(ctx, link.Workspace, d, nil, &onceBody{Fingerprint: o.fingerprint, At: o.now(), Done: done})
}

// document returns the key's document, or ErrNotFound. It removes one that has
// expired.
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

// forgetOutdated removes a key's document if it has expired.
func (o *once) forgetOutdated(ctx context.Context, d *Document) (outdated bool, err error) {
	body, err := decodeAs[onceBody](d)
	if err != nil {
		return false, err
	}
	if o.now().Sub(body.At) < onceLifetime {
		return false, nil
	}
	err = o.store.DeleteDocument(ctx, kindOnce, d.Workspace, d.ID, nil)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return true, err
}
