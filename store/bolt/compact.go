package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// copyBytes is about how much one transaction of a copy writes.
const copyBytes = 4 << 20

// Compact copies the file src to a new file dst and leaves out its free space. If a
// crash left a journal beside src, dst has what is in it, and needs no journal. A
// file never shrinks by itself. When retention or erasure removes clicks, their
// bytes stay in the file until later clicks take the space, and in the journal of an open
// store until later clicks overwrite them. Compact does not replace src; rename dst to
// src when it succeeds. Compact also copies a file that [Open] refuses because a head or
// the list of free pages is damaged.
//
// Close the store first: Compact waits one second for another process to close
// src, then the error wraps [ErrLocked]. Compact does not overwrite: when dst
// exists, the error wraps [fs.ErrExist]. dst appears once it is complete and on
// disk; when something fails or ctx ends, there is no dst. If the process dies, it
// leaves a hidden file beside dst whose name ends in .new, which can be deleted.
func Compact(ctx context.Context, src, dst string) error {
	if err := compact(ctx, src, dst); err != nil {
		return fmt.Errorf("compact database %s: %w", src, err)
	}
	return nil
}

func compact(ctx context.Context, src, dst string) error {
	if _, err := os.Stat(src); err != nil {
		return err
	}
	if err := checkFree(dst); err != nil { // before a large file is read
		return err
	}
	from, file, err := open(src, time.Second)
	if err != nil {
		return err
	}
	return errors.Join(compactFile(ctx, from, file, dst), from.Close())
}

// compactFile copies an open file with what a journal has. src is left as it is, since it
// may be damaged.
func compactFile(ctx context.Context, from *bbolt.DB, src *os.File, dst string) error {
	journal, err := journalPath(from.Path())
	if err != nil {
		return err
	}
	var l *leftover
	if err := from.View(func(btx *bbolt.Tx) (err error) {
		defer catch(&err)
		l, err = readLeftover(&tx{Tx: btx}, journal)
		return err
	}); err != nil {
		return err
	}
	return copyFile(ctx, dst, src, from.View, func(t *tx) error {
		if l.state != journalOpen {
			return nil
		}
		return l.apply(t)
	})
}

// copyFile copies what view shows of a file to a new file dst, in which finish makes the
// last change.
func copyFile(ctx context.Context, dst string, src *os.File, view func(func(*bbolt.Tx) error) error, finish func(*tx) error) error {
	if err := checkFree(dst); err != nil {
		return err
	}
	return draft(dst, func(path string) error { return copyTo(ctx, path, src, view, finish) })
}

// copyTo copies everything to the empty file at path and puts it on disk.
func copyTo(ctx context.Context, path string, src *os.File, view func(func(*bbolt.Tx) error) error, finish func(*tx) error) error {
	o := options()
	o.NoSync = true // once, at the end
	o.InitialMmapSize = 0
	to, err := bbolt.Open(path, 0o600, o)
	if err != nil {
		return err
	}
	err = copyBuckets(ctx, to, src, view)
	if err == nil {
		err = to.Update(func(btx *bbolt.Tx) error { return finish(&tx{Tx: btx}) })
	}
	if err == nil {
		err = to.Sync()
	}
	return errors.Join(err, to.Close())
}

// copyBuckets copies all buckets, unless a page is damaged: a copy would hide that.
// Damaged rows are copied as they are.
func copyBuckets(ctx context.Context, to *bbolt.DB, src *os.File, view func(func(*bbolt.Tx) error) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer catch(&err)
	return view(func(tx *bbolt.Tx) error {
		if err := intact(tx, src); err != nil {
			return err
		}
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return copyBucket(ctx, to, name, b) })
	})
}

// copyBucket copies a bucket, in several transactions.
func copyBucket(ctx context.Context, to *bbolt.DB, name []byte, from *bbolt.Bucket) error {
	c := from.Cursor()
	key, value := c.First()
	for begin := true; begin || key != nil; begin = false {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		err := to.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			b.FillPercent = 0.9 // keys come in order; leave a little space for changes
			for size := 0; key != nil && size < copyBytes; key, value = c.Next() {
				if err := b.Put(key, value); err != nil {
					return err
				}
				size += len(key) + len(value)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
