package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// documents are the buckets of documents in one transaction.
type documents struct {
	records, keys table
}

func documentsOf(tx *tx) documents {
	return documents{tx.table(bucketDocuments), tx.table(bucketKeys)}
}

// CreateDocument implements [linkpack.Documents].
func (s *store) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	c := *d
	c.Revision = 1
	err := s.update(ctx, func(tx *tx) error {
		return errors.Join(documentsOf(tx).create(&c), recordDocument(tx, linkpack.ActionCreate, &c, edit))
	})
	if err != nil {
		return err
	}
	d.Revision = 1
	return nil
}

// create stores a new document.
func (b documents) create(d *linkpack.Document) error {
	taken, err := b.records.get(keys.Document(d.Kind, d.Workspace, d.ID))
	if err != nil {
		return err
	}
	if taken != nil {
		return fmt.Errorf("%s %q: %w", d.Kind, d.ID, linkpack.ErrExists)
	}
	return b.put(nil, d)
}

// recordDocument appends a row to the change log, unless edit is nil.
func recordDocument(tx *tx, action linkpack.Action, d *linkpack.Document, edit *linkpack.Edit) error {
	if edit == nil {
		return nil
	}
	return record(tx, changelog.OfDocument(action, d, *edit))
}

// Document implements [linkpack.Documents].
func (s *store) Document(ctx context.Context, kind, workspace, id string) (d *linkpack.Document, err error) {
	err = s.view(ctx, func(tx *tx) error {
		d, err = documentsOf(tx).find(kind, workspace, id)
		return err
	})
	return d, err
}

// DocumentByKey implements [linkpack.Documents].
func (s *store) DocumentByKey(ctx context.Context, kind, key string) (d *linkpack.Document, err error) {
	err = s.view(ctx, func(tx *tx) error {
		b := documentsOf(tx)
		owner, err := b.keys.get(keys.Unique(kind, key))
		if err != nil {
			return err
		}
		if owner == nil {
			return fmt.Errorf("%s: %w", kind, linkpack.ErrNotFound)
		}
		found, err := b.owner(owner)
		if err == nil && !slices.Contains(found.Keys, key) {
			return lacksKey(found)
		}
		d = found
		return err
	})
	return d, err
}

// UpdateDocument implements [linkpack.Documents].
func (s *store) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (d *linkpack.Document, err error) {
	err = s.update(ctx, func(tx *tx) error {
		b := documentsOf(tx)
		old, err := b.find(kind, workspace, id)
		if err != nil {
			return err
		}
		c := *old
		c.Keys, c.Body = slices.Clone(old.Keys), bytes.Clone(old.Body)
		if err := tx.call(func() error { return update(&c) }); err != nil {
			return err
		}
		d = &linkpack.Document{
			Kind: old.Kind, Workspace: old.Workspace, ID: old.ID,
			Keys: slices.Clone(c.Keys), Body: bytes.Clone(c.Body), Revision: old.Revision,
		}
		if edit != nil {
			d.Revision++
		}
		return errors.Join(b.put(old.Keys, d), recordDocument(tx, linkpack.ActionUpdate, d, edit))
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// DeleteDocument implements [linkpack.Documents].
func (s *store) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	return s.update(ctx, func(tx *tx) error {
		b := documentsOf(tx)
		d, err := b.find(kind, workspace, id)
		if errors.Is(err, ErrCorrupt) {
			d, err = b.salvage(kind, workspace, id)
		}
		if err != nil {
			return err
		}
		if err := b.free(d.Kind, d.Keys); err != nil {
			return err
		}
		return errors.Join(
			b.records.delete(keys.Document(kind, workspace, id)),
			recordDocument(tx, linkpack.ActionDelete, d, edit),
		)
	})
}

// ListDocuments implements [linkpack.Documents].
func (s *store) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) (found []*linkpack.Document, err error) {
	from, to, err := keys.DocumentsAfter(kind, workspace, after, limit)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(tx *tx) error {
		var bad listing.Damage
		for entry, err := range tx.table(bucketDocuments).up(from, to) {
			if err := ctx.Err(); err != nil {
				return err
			}
			var d *linkpack.Document
			if err == nil {
				d, err = readDocument(entry.key, entry.payload)
			}
			if err != nil {
				bad.Add(&linkpack.DamagedError{Kind: kind, ID: keys.LastPart(entry.key, keys.Document(kind, workspace, "")), Err: err})
				continue
			}
			if found = append(found, d); len(found) == limit {
				break
			}
		}
		return bad.Err()
	})
	return found, err
}

// CountDocuments implements [linkpack.Documents].
func (s *store) CountDocuments(ctx context.Context, kind, workspace string) (n int, err error) {
	from, to, err := keys.DocumentsAfter(kind, workspace, "", 0)
	if err != nil {
		return 0, err
	}
	err = s.view(ctx, func(tx *tx) error {
		n, err = tx.table(bucketDocuments).count(from, to)
		return err
	})
	return n, err
}

// find returns a document.
func (b documents) find(kind, workspace, id string) (*linkpack.Document, error) {
	key := keys.Document(kind, workspace, id)
	record, err := b.records.get(key)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, fmt.Errorf("%s %.80q: %w", kind, id, linkpack.ErrNotFound)
	}
	return readDocument(key, record)
}

// owner returns the document that an entry of the keys points to.
func (b documents) owner(key []byte) (*linkpack.Document, error) {
	record, err := b.records.get(key)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, fmt.Errorf("%w: document %q is missing", ErrCorrupt, key)
	}
	return readDocument(key, record)
}

// put writes d and replaces the unique keys old by those of d.
func (b documents) put(old []string, d *linkpack.Document) error {
	key := keys.Document(d.Kind, d.Workspace, d.ID)
	for _, k := range d.Keys {
		unique := keys.Unique(d.Kind, k)
		owner, err := b.keys.get(unique)
		if err != nil {
			return err
		}
		if owner != nil && !bytes.Equal(owner, key) {
			return fmt.Errorf("a key of %s %q: %w", d.Kind, d.ID, linkpack.ErrExists)
		}
		if err := b.keys.put(unique, key); err != nil {
			return err
		}
	}
	given := slices.DeleteFunc(slices.Clone(old), func(k string) bool { return slices.Contains(d.Keys, k) })
	if err := b.free(d.Kind, given); err != nil {
		return err
	}
	record, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("bolt: %s %q: %w", d.Kind, d.ID, err)
	}
	return b.records.put(key, record)
}

// free makes unique keys available again.
func (b documents) free(kind string, unique []string) error {
	for _, k := range unique {
		if err := b.keys.delete(keys.Unique(kind, k)); err != nil {
			return err
		}
	}
	return nil
}

// readDocument reads the record at key.
func readDocument(key, record []byte) (*linkpack.Document, error) {
	d := new(linkpack.Document)
	if err := json.Unmarshal(record, d); err != nil {
		return nil, fmt.Errorf("%w: document %q: %w", ErrCorrupt, key, err)
	}
	if !bytes.Equal(keys.Document(d.Kind, d.Workspace, d.ID), key) {
		return nil, fmt.Errorf("%w: document %q claims to be %s %q", ErrCorrupt, key, d.Kind, d.ID)
	}
	return d, nil
}
