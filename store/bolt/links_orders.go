package bolt

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// The orders are the entries of links by which lists are sorted. The order by creation
// is that of the ids.

// reorder changes a link's entries in the orders from old to l, which may be nil.
func (b links) reorder(old, l *linkpack.Link) (err error) {
	for _, sort := range keys.Orders() {
		var before, after []byte
		if old != nil {
			before = keys.Order(sort, old)
		}
		if l != nil {
			after = keys.Order(sort, l)
		}
		if bytes.Equal(before, after) {
			continue
		}
		if before != nil {
			err = errors.Join(err, b.orders().drop(before))
		}
		if after != nil {
			err = errors.Join(err, b.orders().keep(after, numberKey(l.Number)))
		}
	}
	return err
}

// forgetOrders removes the entries of a link whose record is damaged, and those of its
// entries that are damaged, too.
func (b links) forgetOrders(l *linkpack.Link) (err error) {
	var found [][]byte
	for _, sort := range keys.Orders() {
		for r, err := range b.orders().up(keys.Ordered(l.Workspace, sort)) {
			isDamaged := err != nil || len(r.payload) != numberSize
			if isDamaged && keys.OrderedID(r.key) == l.ID || bytes.Equal(r.payload, numberKey(l.Number)) {
				found = append(found, bytes.Clone(r.key))
			}
		}
	}
	for _, key := range found {
		err = errors.Join(err, b.orders().drop(key))
	}
	return err
}

// hasOrders checks that the orders have a link.
func (b links) hasOrders(l *linkpack.Link) error {
	for _, sort := range keys.Orders() {
		number, err := b.orders().get(keys.Order(sort, l))
		if err != nil || !bytes.Equal(number, numberKey(l.Number)) {
			return notInIndex(err, fmt.Sprintf("link %08x: its place in order %d", l.Number, sort))
		}
	}
	return nil
}

// ordered checks that the link of an entry of the orders has its place there.
func (b links) ordered(r row) error {
	if len(r.payload) == 0 {
		return nil // it was dropped
	}
	l, err := b.read(r.payload)
	if err != nil {
		return err
	}
	for _, sort := range keys.Orders() {
		if bytes.Equal(keys.Order(sort, l), r.key) {
			return nil
		}
	}
	return fmt.Errorf("%w: place %q in an order points to link %x, which does not have it", ErrCorrupt, r.key, r.payload)
}
