package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// CreateDocument implements [linkpack.Documents].
func (s *store) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	c := *d
	c.Revision = 1
	err := s.update(ctx, func(tx *tx) error {
		return errors.Join(documentsOf(tx).create(&c), tx.recordDocument(linkpack.ActionCreate, &c, edit))
	})
	if err != nil {
		return err
	}
	d.Revision = 1
	return nil
}

// recordDocument appends a row to the change log, unless edit is nil.
func (t *tx) recordDocument(action linkpack.Action, d *linkpack.Document, edit *linkpack.Edit) error {
	if edit == nil {
		return nil
	}
	return t.record(changelog.OfDocument(action, d, *edit))
}

// Document implements [linkpack.Documents].
func (s *store) Document(ctx context.Context, kind, workspace, id string) (d *linkpack.Document, err error) {
	err = s.look(ctx, func(tx *tx) error {
		d, err = documentsOf(tx).find(kind, workspace, id)
		return err
	})
	return d, err
}

// DocumentByKey implements [linkpack.Documents].
func (s *store) DocumentByKey(ctx context.Context, kind, key string) (d *linkpack.Document, err error) {
	err = s.follow(ctx, byUnique(), keys.Unique(kind, key), func(tx *tx) error {
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
			return damaged("%s %q does not have the key that points to it", kind, found.ID)
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
		if err := update(&c); err != nil {
			return err
		}
		d = &linkpack.Document{
			Kind: old.Kind, Workspace: old.Workspace, ID: old.ID,
			Keys: slices.Clone(c.Keys), Body: bytes.Clone(c.Body), Revision: old.Revision,
		}
		if edit != nil {
			d.Revision++
		}
		return errors.Join(b.put(old.Keys, d), tx.recordDocument(linkpack.ActionUpdate, d, edit))
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
		if errors.Is(err, linkpack.ErrDamaged) {
			d, err = b.salvage(kind, workspace, id)
		}
		if err != nil {
			return err
		}
		b.free(d.Kind, d.Keys)
		b.records.delete(keys.Document(kind, workspace, id))
		return tx.recordDocument(linkpack.ActionDelete, d, edit)
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
		found = nil
		for entry, err := range documentsOf(tx).records.up(from, to) {
			if err != nil {
				return err
			}
			d, err := readDocument(entry.key, entry.value)
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
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, err
	}
	return found, err
}

// CountDocuments implements [linkpack.Documents].
func (s *store) CountDocuments(ctx context.Context, kind, workspace string) (n int, err error) {
	from, to, err := keys.DocumentsAfter(kind, workspace, "", 0)
	if err != nil {
		return 0, err
	}
	err = s.look(ctx, func(tx *tx) error {
		n, err = documentsOf(tx).records.count(from, to)
		return err
	})
	return n, err
}
