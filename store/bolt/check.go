package bolt

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// Check reads the whole file and yields an error for everything that is damaged:
// pages, rows, and entries of an index that lack their row or that a row lacks. Each
// error says where, and wraps [ErrCorrupt]. A sound file yields none. The store stays
// in use meanwhile, but the body of the loop must not call it. Check sees the file as
// it is when it begins. When ctx ends, its error is the last.
//
// Check does not read what clicks say; see [linkpack.Shortener.Audit].
func (s *Store) Check(ctx context.Context) iter.Seq[error] {
	return func(yield func(error) bool) {
		c := check{more: true}
		err := s.inner.publish(ctx)
		if err == nil {
			err = s.inner.view(ctx, func(tx *tx) error {
				c.tx, c.yield = tx, yield
				c.pages(s.inner.file)
				c.rows(ctx)
				return ctx.Err()
			})
		}
		if err != nil && c.more {
			yield(err)
		}
	}
}

// check is a run of Check.
type check struct {
	tx    *tx
	yield func(error) bool
	more  bool // the caller wants more
	// segment is the one that was read last, at a key, or the error of reading it.
	segment    *linkindex.Segment
	segmentKey []byte
	segmentErr error
}

// report yields an error.
func (c *check) report(err error) {
	if err == nil || !c.more {
		return
	}
	_ = c.tx.call(func() error {
		c.more = c.yield(err)
		return nil
	})
}

// rows checks the rows of all buckets.
func (c *check) rows(ctx context.Context) {
	for _, t := range c.tables() {
		c.table(ctx, c.tx.table(t.bucket), t.check)
	}
	for _, counter := range [][]byte{keyNumbers, keyChanges} {
		_, err := c.tx.last(counter)
		c.report(err)
	}
	_, _, err := c.tx.counter(keyEpoch)
	c.report(err)
	_, _, err = c.tx.journal()
	c.report(err)
	c.clicks(ctx)
}

// table checks the rows of a table with fn.
func (c *check) table(ctx context.Context, t table, fn func(row) error) {
	for r, err := range t.up(nil, nil) {
		if ctx.Err() != nil || !c.more {
			return
		}
		if err == nil {
			err = fn(r)
		}
		c.report(err)
	}
}

// clicks checks the keys of the tables of all lanes.
func (c *check) clicks(ctx context.Context) {
	cur, prefix := cursor{c: c.tx.Cursor()}, []byte(bucketClicks)
	cur.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(prefix) })
	for ; bytes.HasPrefix(cur.key, prefix); cur.do((*bbolt.Cursor).Next) {
		t := c.tx.table(cur.key)
		t.own = true
		c.table(ctx, t, func(row) error { return nil })
	}
	c.report(cur.err)
}

// workspace checks the number of a workspace's links.
func (c *check) workspace(r row) error {
	w, err := decodeWorkspace(r.key, r.payload)
	if err != nil {
		return err
	}
	b, n := links{c.tx}, 0
	for entry, err := range b.ids().up(keys.LinksFrom(string(r.key), "", true)) {
		var l *linkpack.Link
		if err == nil {
			l, err = b.filed(entry.key, entry.payload)
		}
		if err != nil {
			return nil // which the check of the ids reports
		}
		if l.DeletedAt.IsZero() {
			n++
		}
	}
	if n != int(w.links) {
		return fmt.Errorf("%w: workspace %q has %d links but counts %d", ErrCorrupt, r.key, n, w.links)
	}
	return nil
}

// notInIndex returns err, or an error for something that an index lacks.
func notInIndex(err error, what string) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: %s is not in the index", ErrCorrupt, what)
}
