package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// The bin is an index of the deleted links by the time of their deletion.

// EmptyBin implements [linkpack.Links].
func (s *store) EmptyBin(ctx context.Context, before time.Time, edit linkpack.Edit, limit int) (removed int, err error) {
	if limit < 1 {
		return 0, &linkpack.FieldError{Field: "limit", Reason: "below 1"}
	}
	if due, err := s.isDue(ctx, before); err != nil || !due {
		return 0, err
	}
	var bad listing.Damage
	err = s.update(ctx, func(tx *tx) error {
		b := links{tx}
		removed, bad = 0, listing.Damage{}
		due, err := b.binned(before, limit, &bad)
		if err != nil {
			return err
		}
		for _, l := range due {
			if err := b.remove(l, edit); err != nil {
				return err
			}
			removed++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return removed, bad.Err()
}

// isDue reports whether the bin has a link that was deleted before a time. Most of the
// time there is none, and a transaction that writes would cost more.
func (s *store) isDue(ctx context.Context, before time.Time) (due bool, err error) {
	err = s.view(ctx, func(tx *tx) error {
		due = false
		for _, err := range (links{tx}).bin().up(nil, keys.Bin(before, 0)) {
			due = err == nil
			return err
		}
		return nil
	})
	return due, err
}

// binned returns the first limit links that were deleted before a time. It adds those
// that are damaged to bad.
func (b links) binned(before time.Time, limit int, bad *listing.Damage) (found []*linkpack.Link, err error) {
	for entry, err := range b.bin().up(nil, keys.Bin(before, 0)) {
		var l *linkpack.Link
		if err == nil {
			l, err = b.inBin(entry.key)
		}
		if errors.Is(err, linkpack.ErrDamaged) {
			bad.Add(&linkpack.DamagedError{Kind: linkpack.KindLink, Err: err})
			continue
		}
		if err != nil {
			return nil, err
		}
		if found = append(found, l); len(found) == limit {
			break
		}
	}
	return found, nil
}

// inBin returns the link that an entry of the bin points to, if it is in the bin.
func (b links) inBin(key []byte) (*linkpack.Link, error) {
	number := key[max(0, len(key)-numberSize):]
	l, err := b.read(number)
	if err == nil && (l.DeletedAt.IsZero() || string(binKey(l)) != string(key)) {
		return nil, damaged("link %x was not deleted when its entry %x in the bin says", number, key)
	}
	return l, err
}

// enterBin puts a link into the bin, if it was deleted.
func (b links) enterBin(l *linkpack.Link) {
	if !l.DeletedAt.IsZero() {
		b.bin().put(binKey(l), nil)
	}
}

// leaveBin takes a link out of the bin, if it is there.
func (b links) leaveBin(l *linkpack.Link) {
	if !l.DeletedAt.IsZero() {
		b.bin().delete(binKey(l))
	}
}

func binKey(l *linkpack.Link) []byte { return keys.Bin(l.DeletedAt, l.Number) }
