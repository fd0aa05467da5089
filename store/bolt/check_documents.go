package bolt

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// document checks a document and its unique keys.
func (c *check) document(r row) error {
	d, err := readDocument(r.key, r.payload)
	if err != nil {
		return err
	}
	for _, k := range d.Keys {
		owner, err := documentsOf(c.tx).keys.get(keys.Unique(d.Kind, k))
		if err != nil || !bytes.Equal(owner, r.key) {
			return notInIndex(err, fmt.Sprintf("%s %q: a key", d.Kind, d.ID))
		}
	}
	return nil
}

// hasKey checks that the document at a key has the unique key of an index entry.
func (b documents) hasKey(key, entry []byte) error {
	d, err := b.owner(key)
	if err == nil && !slices.ContainsFunc(d.Keys, func(k string) bool { return bytes.Equal(keys.Unique(d.Kind, k), entry) }) {
		err = lacksKey(d)
	}
	return err
}

// lacksKey says that an index entry points to a document without that key.
func lacksKey(d *linkpack.Document) error {
	return fmt.Errorf("%w: %s %q does not have the key that points to it", ErrCorrupt, d.Kind, d.ID)
}
