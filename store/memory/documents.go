package memory

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/changelog"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// CreateDocument implements [linkpack.Documents].
func (s *store) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	if err := s.update(ctx, func(st *state) error { return st.createDocument(d, edit) }); err != nil {
		return err
	}
	d.Revision = 1
	return nil
}

// createDocument stores a copy of d, which is new.
func (st *state) createDocument(d *linkpack.Document, edit *linkpack.Edit) error {
	key := keys.Document(d.Kind, d.Workspace, d.ID)
	if _, taken := st.documents.get(key); taken {
		return fmt.Errorf("%s %q: %w", d.Kind, d.ID, linkpack.ErrExists)
	}
	c := owned(d)
	c.Revision = 1
	st.recordDocument(linkpack.ActionCreate, c, edit)
	return st.putDocument(string(key), nil, c)
}

// recordDocument appends a row to the change log, unless edit is nil.
func (st *state) recordDocument(action linkpack.Action, d *linkpack.Document, edit *linkpack.Edit) {
	if edit != nil {
		st.record(changelog.OfDocument(action, d, *edit))
	}
}

// putDocument stores d, which must not be changed any more, and replaces the
// unique keys old by those of d.
func (st *state) putDocument(key string, old []string, d *linkpack.Document) error {
	for _, k := range d.Keys {
		unique := keys.Unique(d.Kind, k)
		if owner, taken := st.unique.get(unique); taken && owner != key {
			return fmt.Errorf("a key of %s %q: %w", d.Kind, d.ID, linkpack.ErrExists)
		}
		st.unique = st.unique.set(string(unique), key)
	}
	for _, k := range old {
		if !slices.Contains(d.Keys, k) {
			st.unique = st.unique.without(string(keys.Unique(d.Kind, k)))
		}
	}
	st.documents = st.documents.set(key, d)
	return nil
}

// Document implements [linkpack.Documents].
func (s *store) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	d, err := st.document(kind, workspace, id)
	if err != nil {
		return nil, err
	}
	return clone(d), nil
}

// document returns the stored document, which must not be changed.
func (st *state) document(kind, workspace, id string) (*linkpack.Document, error) {
	d, ok := st.documents.get(keys.Document(kind, workspace, id))
	if !ok {
		return nil, fmt.Errorf("%s %.80q: %w", kind, id, linkpack.ErrNotFound)
	}
	return d, nil
}

// DocumentByKey implements [linkpack.Documents].
func (s *store) DocumentByKey(ctx context.Context, kind, key string) (*linkpack.Document, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	owner, ok := st.unique.get(keys.Unique(kind, key))
	if !ok {
		return nil, fmt.Errorf("%s: %w", kind, linkpack.ErrNotFound)
	}
	d, _ := st.documents.get([]byte(owner))
	return clone(d), nil
}

// UpdateDocument implements [linkpack.Documents].
func (s *store) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	var stored *linkpack.Document
	err := s.update(ctx, func(st *state) error {
		old, err := st.document(kind, workspace, id)
		if err != nil {
			return err
		}
		d := clone(old)
		if err := update(d); err != nil {
			return err
		}
		stored = clone(old)
		own := owned(d)
		stored.Keys, stored.Body = own.Keys, own.Body
		if edit != nil {
			stored.Revision++
		}
		st.recordDocument(linkpack.ActionUpdate, stored, edit)
		return st.putDocument(string(keys.Document(kind, workspace, id)), old.Keys, stored)
	})
	if err != nil {
		return nil, err
	}
	return clone(stored), nil
}

// DeleteDocument implements [linkpack.Documents].
func (s *store) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	return s.update(ctx, func(st *state) error {
		d, err := st.document(kind, workspace, id)
		if err != nil {
			return err
		}
		for _, k := range d.Keys {
			st.unique = st.unique.without(string(keys.Unique(kind, k)))
		}
		st.documents = st.documents.without(string(keys.Document(kind, workspace, id)))
		st.recordDocument(linkpack.ActionDelete, d, edit)
		return nil
	})
}

// ListDocuments implements [linkpack.Documents].
func (s *store) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	from, to, err := keys.DocumentsAfter(kind, workspace, after, limit)
	if err != nil {
		return nil, err
	}
	var found []*linkpack.Document
	for _, d := range (span[*linkpack.Document]{st.documents, from, to}).up() {
		if found = append(found, clone(d)); len(found) == limit {
			break
		}
	}
	return found, nil
}

// CountDocuments implements [linkpack.Documents].
func (s *store) CountDocuments(ctx context.Context, kind, workspace string) (n int, err error) {
	st, err := s.view(ctx)
	if err != nil {
		return 0, err
	}
	from, to, err := keys.DocumentsAfter(kind, workspace, "", 0)
	for range (span[*linkpack.Document]{st.documents, from, to}).up() {
		n++
	}
	return n, err
}

func clone(d *linkpack.Document) *linkpack.Document {
	c := *d
	c.Keys, c.Body = slices.Clone(d.Keys), bytes.Clone(d.Body)
	return &c
}
