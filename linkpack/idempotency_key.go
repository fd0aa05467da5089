package linkpack

import (
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

// fingerprintOf tells links that are to be made apart.
func fingerprintOf(link Link) (string, error) {
	encoded, err := json.Marshal(struct {
		*Link
		HasPassword bool `json:"has_password,omitempty"`
	}{&link, link.PasswordHash != ""})
	if err != nil {
		return "", fmt.Errorf("encoding a link: %w", err)
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:]), nil
}

// remember takes the key for a link, which is there already or is to be made.
func (o *once) remember(ctx context.Context, link *Link, done bool) error {
	d := Document{Kind: kindOnce, Workspace: link.Workspace, ID: link.ID, Keys: []string{o.unique}}
	return o.createDocument(ctx, d, nil, &onceBody{Fingerprint: o.fingerprint, At: o.now(), Done: done})
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
