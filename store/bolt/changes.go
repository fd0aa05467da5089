package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Rows of the change log have the sequence of their bucket as key. It has no gaps,
// because a failed transaction takes no number.

// record appends a row to the change log.
func record(tx *bbolt.Tx, c linkpack.Change) (err error) {
	b := tx.Bucket(bucketChanges)
	if c.Seq, err = b.NextSequence(); err != nil {
		return err
	}
	row, err := json.Marshal(&c)
	if err != nil {
		return fmt.Errorf("bolt: change of %s %q: %w", c.Kind, c.ID, err)
	}
	b.FillPercent = 0.9 // new rows come at the end
	return b.Put(changeKey(c.Seq), row)
}

// ChangesAfter implements [linkpack.Changes].
func (s *store) ChangesAfter(ctx context.Context, seq uint64, limit int) (found []linkpack.Change, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketChanges)
		trimmed := trimmedTo(b)
		if seq > 0 && seq < trimmed {
			return fmt.Errorf("changes %d to %d: %w", seq+1, trimmed, linkpack.ErrGone)
		}
		found, err = readChanges(ctx, b, max(seq, trimmed), limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// readChanges returns the rows above seq, at most limit of them (0 is all). A row
// that is missing is an error, since a reader must not miss a change.
func readChanges(ctx context.Context, b *bbolt.Bucket, seq uint64, limit int) (found []linkpack.Change, err error) {
	rows, last := b.Cursor(), b.Sequence()
	for key, row := rows.Seek(changeKey(seq + 1)); seq < last && (limit == 0 || len(found) < limit); key, row = rows.Next() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if seq++; !bytes.Equal(key, changeKey(seq)) {
			return nil, fmt.Errorf("%w: change %d is missing", ErrCorrupt, seq)
		}
		c, err := decodeChange(key, row)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, nil
}

// trimmedTo returns the sequence of the last trimmed row, or 0.
func trimmedTo(b *bbolt.Bucket) uint64 {
	switch first, _ := b.Cursor().First(); len(first) {
	case 0:
		return b.Sequence()
	case changeKeySize:
		return binary.BigEndian.Uint64(first) - 1
	}
	return 0 // the key is damaged, so that a reader misses the first row
}

// LastChange implements [linkpack.Changes].
func (s *store) LastChange(ctx context.Context) (seq uint64, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		seq = tx.Bucket(bucketChanges).Sequence()
		return nil
	})
	return seq, err
}

// TrimChanges implements [linkpack.Changes].
func (s *store) TrimChanges(ctx context.Context, seq uint64) error {
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
		return c, fmt.Errorf("%w: change %x claims to be %x", ErrCorrupt, key, c.Seq)
	}
	return c, nil
}

// changeKeySize is the length of a row's key.
const changeKeySize = 8

func changeKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
