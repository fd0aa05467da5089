package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Rows of the change log have a number as key, counted without gaps: a failed
// transaction takes none.

// record appends a row to the change log.
func record(tx *tx, c linkpack.Change) (err error) {
	if c.Seq, err = tx.next(keyChanges); err != nil {
		return err
	}
	row, err := json.Marshal(&c)
	if err != nil {
		return fmt.Errorf("bolt: change of %s %q: %w", c.Kind, c.ID, err)
	}
	b := tx.table(bucketChanges)
	b.bucket.FillPercent = 0.9 // new rows come at the end
	return b.put(changeKey(c.Seq), row)
}

// ChangesAfter implements [linkpack.Changes].
func (s *store) ChangesAfter(ctx context.Context, seq uint64, limit int) (found []linkpack.Change, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	err = s.view(ctx, func(tx *tx) error {
		last, err := tx.last(keyChanges)
		if err != nil {
			return err
		}
		b := tx.table(bucketChanges)
		trimmed, err := trimmedTo(b, last)
		if err != nil {
			return err
		}
		if seq > 0 && seq < trimmed {
			return fmt.Errorf("changes %d to %d: %w", seq+1, trimmed, linkpack.ErrGone)
		}
		found, err = readChanges(ctx, b, max(seq, trimmed), last, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// readChanges returns the rows above seq to last, at most limit of them (0 is all). A
// row that is missing is an error, since a reader must not miss a change.
func readChanges(ctx context.Context, b table, seq, last uint64, limit int) (found []linkpack.Change, err error) {
	if seq >= last {
		return nil, nil
	}
	for row, err := range b.up(changeKey(seq+1), nil) {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		if seq++; !bytes.Equal(row.key, changeKey(seq)) {
			return nil, fmt.Errorf("%w: change %d is missing", ErrCorrupt, seq)
		}
		c, err := decodeChange(row.key, row.payload)
		if err != nil {
			return nil, err
		}
		if found = append(found, c); len(found) == limit {
			return found, nil
		}
	}
	if seq < last {
		return nil, fmt.Errorf("%w: change %d is missing", ErrCorrupt, seq+1)
	}
	return found, nil
}

// trimmedTo returns the number of the last trimmed row, or 0. last is that of the last
// row.
func trimmedTo(b table, last uint64) (uint64, error) {
	for first, err := range b.up(nil, nil) {
		if err == nil && len(first.key) != changeKeySize {
			err = fmt.Errorf("%w: change %x", ErrCorrupt, first.key)
		}
		if first.key == nil || err != nil {
			return 0, err
		}
		return binary.BigEndian.Uint64(first.key) - 1, nil
	}
	return last, nil
}

// LastChange implements [linkpack.Changes].
func (s *store) LastChange(ctx context.Context) (seq uint64, err error) {
	err = s.view(ctx, func(tx *tx) error {
		seq, err = tx.last(keyChanges)
		return err
	})
	return seq, err
}

// TrimChanges implements [linkpack.Changes].
func (s *store) TrimChanges(ctx context.Context, seq uint64) error {
	return s.update(ctx, func(tx *tx) error {
		b := tx.table(bucketChanges)
		var to []byte
		if seq < math.MaxUint64 {
			to = changeKey(seq + 1)
		}
		var trimmed [][]byte
		for row, err := range b.up(nil, to) {
			if err != nil && row.key == nil {
				return err
			}
			trimmed = append(trimmed, row.key)
		}
		for _, key := range trimmed {
			if err := b.delete(key); err != nil {
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
