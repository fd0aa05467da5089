package bolt

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The change log is filed by sequence, which is that of its bucket: without gaps,
// since a transaction that fails takes none.

// record appends a row to the change log.
func record(tx *bbolt.Tx, c linkpack.Change) (err error) {
	b := tx.Bucket(bucketChanges)
	if c.Seq, err = b.NextSequence(); err != nil {
		return err
	}
	row, err := json.Marshal(&c)
	if err != nil {
		return fmt.Errorf("store: a change of %s %q: %w", c.Kind, c.ID, err)
	}
	b.FillPercent = 0.9 // new ones come at the end
	return b.Put(changeKey(c.Seq), row)
}

// ChangesAfter implements [linkpack.Changes].
func (s *Store) ChangesAfter(ctx context.Context, seq uint64, limit int) (found []linkpack.Change, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketChanges)
		if trimmed := trimmedTo(b); seq > 0 && seq < trimmed {
			return fmt.Errorf("changes %d to %d: %w", seq+1, trimmed, linkpack.ErrGone)
		}
		if seq == math.MaxUint64 {
			return nil
		}
		for key, row := range up(b, changeKey(seq+1), nil) {
			c, err := decodeChange(key, row)
			if err != nil {
				return err
			}
			if found = append(found, c); len(found) == limit {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// trimmedTo returns the sequence of the last row that was trimmed, or 0.
func trimmedTo(b *bbolt.Bucket) uint64 {
	if first, _ := b.Cursor().First(); len(first) == changeKeySize {
		return binary.BigEndian.Uint64(first) - 1
	}
	return b.Sequence()
}

// LastChange implements [linkpack.Changes].
func (s *Store) LastChange(ctx context.Context) (seq uint64, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		seq = tx.Bucket(bucketChanges).Sequence()
		return nil
	})
	return seq, err
}

// TrimChanges implements [linkpack.Changes].
func (s *Store) TrimChanges(ctx context.Context, seq uint64) error {
	return s.update(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketChanges)
		var to []byte
		if seq < math.MaxUint64 {
			to = changeKey(seq + 1)
		}
		var trimmed [][]byte
		for key := range up(b, nil, to) {
			trimmed = append(trimmed, key)
		}
		for _, key := range trimmed {
			if err := b.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// decodeChange reads the row at key.
func decodeChange(key, row []byte) (c linkpack.Change, err error) {
	if err := json.Unmarshal(row, &c); err != nil {
		return c, fmt.Errorf("%w: change %x: %w", ErrCorrupt, key, err)
	}
	if string(changeKey(c.Seq)) != string(key) {
		return c, fmt.Errorf("%w: change %x says that it is %x", ErrCorrupt, key, c.Seq)
	}
	return c, nil
}

// changeKeySize is the length of a row's key.
const changeKeySize = 8

func changeKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
