package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// LinkByNumber implements [linkpack.Links].
func (s *store) LinkByNumber(ctx context.Context, number uint32) (l *linkpack.Link, err error) {
	err = s.look(ctx, func(tx *tx) error {
		record, err := links{tx}.records().get(numberKey(number))
		if err == nil {
			l, err = numbered(number, record)
		}
		return err
	})
	return l, err
}

// LinksByNumber implements [linkpack.Links].
func (s *store) LinksByNumber(ctx context.Context, numbers []uint32) (found []*linkpack.Link, err error) {
	all := numberKeys(numbers)
	err = s.look(ctx, func(tx *tx) error {
		records, err := links{tx}.records().getAll(all)
		if err != nil {
			return err
		}
		var bad listing.Damage
		found = nil
		for i, number := range all {
			record, ok := records[string(number)]
			if !ok {
				continue
			}
			l, err := decodeLink(number, record)
			if err != nil {
				bad.Add(&linkpack.DamagedError{Kind: linkpack.KindLink, Err: fmt.Errorf("link number %d: %w", numbers[i], err)})
				continue
			}
			found = append(found, l)
		}
		return bad.Err()
	})
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, err
	}
	return found, err
}

// numbered returns the link with a number, whose record is nil if there is none.
func numbered(number uint32, record []byte) (*linkpack.Link, error) {
	if record == nil {
		return nil, fmt.Errorf("link number %d: %w", number, linkpack.ErrNotFound)
	}
	return decodeLink(numberKey(number), record)
}

// numberKeys returns the keys of some numbers.
func numberKeys(numbers []uint32) [][]byte {
	all := make([][]byte, len(numbers))
	for i, number := range numbers {
		all[i] = numberKey(number)
	}
	return all
}
