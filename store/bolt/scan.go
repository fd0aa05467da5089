package bolt

import (
	"bytes"
	"iter"

	"go.etcd.io/bbolt"
)

// up yields the entries with from <= key < to in ascending order. A nil to means
// up to the end.
func up(b *bbolt.Bucket, from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		c := b.Cursor()
		for key, value := c.Seek(from); key != nil; key, value = c.Next() {
			if to != nil && bytes.Compare(key, to) >= 0 || !yield(key, value) {
				return
			}
		}
	}
}

// down yields the entries with from <= key < before in descending order. A nil
// before means from the end.
func down(b *bbolt.Bucket, from, before []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		c := b.Cursor()
		key, value := lastBefore(c, before)
		for ; key != nil && bytes.Compare(key, from) >= 0; key, value = c.Prev() {
			if !yield(key, value) {
				return
			}
		}
	}
}

// lastBefore moves c to the last entry before a key, or to the last one if before
// is nil.
func lastBefore(c *bbolt.Cursor, before []byte) (key, value []byte) {
	if before == nil {
		return c.Last()
	}
	if key, _ := c.Seek(before); key == nil {
		return c.Last() // all come before it
	}
	return c.Prev()
}
