package linkpack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// The kinds of documents that are not in the change log.
const (
	kindSetting        = "setting"
	kindDesignRevision = "design-revision" // an earlier revision of a design
	kindOnce           = "idempotency"
	kindConversion     = "conversion"      // the ID of a conversion that counts once
	kindPublicTemplate = "public-template" // a published template, of the whole store
)

// decodeAs returns a document's body, or a [DamagedError].
func decodeAs[T any](d *Document) (*T, error) {
	body := new(T)
	if err := json.Unmarshal(d.Body, body); err != nil {
		return nil, &DamagedError{Kind: d.Kind, ID: d.ID, Err: err}
	}
	return body, nil
}

// list returns a workspace's documents of a kind, sorted by ID. If some are damaged, it
// returns the others, and an error that wraps a [DamagedError] for each.
func list[T any](ctx context.Context, s *Shortener, kind, workspace string, decode func(*Document) (*T, error)) ([]*T, error) {
	documents, damage := s.store.ListDocuments(ctx, kind, workspace, "", 0)
	if damage != nil && !errors.Is(damage, ErrDamaged) {
		return nil, damage
	}
	all := make([]*T, 0, len(documents))
	for _, d := range documents {
		decoded, err := decode(d)
		if err != nil {
			damage = errors.Join(damage, err)
			continue
		}
		all = append(all, decoded)
	}
	return all, damage
}

// createDocument stores body as a new document.
func (s *Shortener) createDocument(ctx context.Context, d Document, edit *Edit, body any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encoding %s %q: %w", d.Kind, d.ID, err)
	}
	d.Body = encoded
	return s.store.CreateDocument(ctx, &d, edit)
}

// createOwned stores body as a new document that belongs to a workspace, which need not
// be the document's. It returns ErrNotFound for an unknown workspace.
func (s *Shortener) createOwned(ctx context.Context, workspace string, d Document, edit *Edit, body any) error {
	return s.inWorkspace(ctx, workspace, func(ctx context.Context) error { return s.createDocument(ctx, d, edit, body) })
}

// errSame says that an update changes nothing.
var errSame = errors.New("nothing changed")

// updateBody changes a document's body with the function change, and replaces
// its keys if change returns any. It writes nothing if nothing changed.
func updateBody[T any](ctx context.Context, s *Shortener, kind, workspace, id string, edit *Edit, change func(*T) (keys []string, err error)) (*T, error) {
	var body *T
	_, err := s.store.UpdateDocument(ctx, kind, workspace, id, edit, func(d *Document) (err error) {
		if body, err = decodeAs[T](d); err != nil {
			return err
		}
		keys, err := change(body)
		if err != nil {
			return err
		}
		encoded, err := json.Marshal(body)
		if err == nil && keys == nil && bytes.Equal(encoded, d.Body) {
			err = errSame
		}
		if keys != nil {
			d.Keys = keys
		}
		d.Body = encoded
		return err
	})
	if err != nil && !errors.Is(err, errSame) {
		return nil, err
	}
	return body, nil
}
