package postgres

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// documents are the tables of documents in one transaction.
type documents struct{ records, keys table }

func documentsOf(tx *tx) documents {
	return documents{tx.table(nameDocuments), tx.table(nameUnique)}
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
		return nil, damaged("document %q is missing", key)
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
		b.keys.put(unique, key)
	}
	b.free(d.Kind, slices.DeleteFunc(slices.Clone(old), func(k string) bool { return slices.Contains(d.Keys, k) }))
	record, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("postgres: %s %q: %w", d.Kind, d.ID, err)
	}
	b.records.put(key, record)
	return nil
}

// free makes unique keys available again.
func (b documents) free(kind string, unique []string) {
	for _, k := range unique {
		b.keys.delete(keys.Unique(kind, k))
	}
}

// readDocument reads the record at key.
func readDocument(key, record []byte) (*linkpack.Document, error) {
	d := new(linkpack.Document)
	if err := json.Unmarshal(record, d); err != nil {
		return nil, damaged("document %q: %w", key, err)
	}
	if !bytes.Equal(keys.Document(d.Kind, d.Workspace, d.ID), key) {
		return nil, damaged("document %q claims to be %s %q", key, d.Kind, d.ID)
	}
	return d, nil
}
