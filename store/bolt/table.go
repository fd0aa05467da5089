package bolt

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/store/internal/pages"
)

// table is a bucket in a transaction. It seals rows and checks them when they are read.
type table struct {
	bucket *bbolt.Bucket
	name   []byte
	own    bool           // its rows have checksums of their own
	faults []*pages.Fault // of the bucket
}

// table returns the table in a bucket that every file has.
func (t *tx) table(name []byte) table {
	return table{bucket: t.Bucket(name), name: name, own: bytes.Equal(name, bucketSegments), faults: t.damage.in(name)}
}

// damaged returns an error that names a row.
func (t table) damaged(key []byte, reason string) error {
	return fmt.Errorf("%w: row %q in bucket %q: %s", ErrCorrupt, key, t.name, reason)
}

// get returns the payload of key, or nil if there is no such row.
func (t table) get(key []byte) (payload []byte, err error) {
	defer catch(&err)
	return t.seek(t.bucket.Cursor(), key)
}

// seek is get with a cursor that is there already.
func (t table) seek(c *bbolt.Cursor, key []byte) (payload []byte, err error) {
	defer catch(&err)
	if err := t.trust(key); err != nil {
		return nil, err
	}
	next, value := c.Seek(key)
	if bytes.Equal(next, key) && value != nil {
		return t.unseal(key, value)
	}
	if next != nil && t.isOf(key, value) {
		return nil, t.damaged(next, fmt.Sprintf("it is row %q with a damaged key", key))
	}
	// Prev also works from the end. Last would loop for ever when this transaction
	// has removed all rows.
	if last, value := c.Prev(); last != nil && t.isOf(key, value) {
		return nil, t.damaged(last, fmt.Sprintf("it is row %q with a damaged key", key))
	}
	return nil, nil
}

// put sets the payload of key.
func (t table) put(key, payload []byte) (err error) {
	defer catch(&err)
	if err := t.trust(key); err != nil {
		return err
	}
	return t.bucket.Put(key, t.seal(key, payload))
}

// delete removes key. bbolt may then join pages, which would hide that one of them is
// damaged.
func (t table) delete(key []byte) (err error) {
	defer catch(&err)
	if len(t.faults) > 0 {
		return fault(t.faults[0])
	}
	return t.bucket.Delete(key)
}

// clear removes the row of key, also one with a damaged key, which is beside its place.
func (t table) clear(key []byte) (err error) {
	defer catch(&err)
	c := t.bucket.Cursor()
	found, value := c.Seek(key)
	if !bytes.Equal(found, key) && !t.isOf(key, value) {
		found, value = c.Prev()
	}
	if bytes.Equal(found, key) || t.isOf(key, value) {
		return t.delete(bytes.Clone(found))
	}
	return nil
}

// keep is put for a row of an index that lists can do without. It leaves out one on a
// damaged page, so that damage there stops no change.
func (t table) keep(key, payload []byte) error {
	if t.trust(key) != nil {
		return nil
	}
	return t.put(key, payload)
}

// drop is clear for a row of an index that lists can do without. If a page of the bucket
// is damaged, nothing can be removed. Then the row becomes empty.
func (t table) drop(key []byte) error {
	if len(t.faults) > 0 {
		return t.keep(key, nil)
	}
	return t.clear(key)
}

// trust returns an error for a key on a damaged page.
func (t table) trust(key []byte) error {
	for _, f := range t.faults {
		if bytes.Compare(key, f.From) >= 0 && (f.To == nil || bytes.Compare(key, f.To) < 0) {
			return fault(f)
		}
	}
	return nil
}

// fault returns an error for a damaged page.
func fault(f *pages.Fault) error { return fmt.Errorf("%w: %w", ErrCorrupt, f) }
