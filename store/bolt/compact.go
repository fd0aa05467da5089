package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// copyBytes is about how much one transaction of Compact writes.
const copyBytes = 4 << 20

// Compact copies the file src, without the room that is free in it, to a new
// file dst. A file never shrinks by itself: what was removed, by retention or by
// erasing, leaves room in it, which later clicks take, and whose old bytes stay
// in the file until then. Put dst in the place of src when all is well.
//
// The store must not be open: else the error wraps [ErrLocked]. It waits a second
// for another process to let go of src. A dst that exists is left alone, and the
// error wraps [fs.ErrExist]. dst appears when it is complete and on disk; when
// anything fails, or ctx ends, there is none. src is not changed. A process that
// dies meanwhile leaves a hidden file beside dst whose name ends with .new and that
// can be removed.
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
	from, _, err := open(src, time.Second)
	if err != nil {
		return err
	}
	return errors.Join(copyFile(ctx, dst, from.View), from.Close())
}

// checkFree refuses a path that has a file.
func checkFree(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: "create", Path: path, Err: errors.Join(fs.ErrExist, err)}
	}
	return nil
}

// copyFile copies what view shows to a new file dst.
func copyFile(ctx context.Context, dst string, view func(func(*bbolt.Tx) error) error) error {
	if err := checkFree(dst); err != nil {
		return err
	}
	return draft(dst, func(path string) error { return copyTo(ctx, path, view) })
}

// draft has write write a file beside path, and gives it its name when it is
// complete. It fails when there is a file of that name by then.
func draft(path string, write func(path string) error) error {
	if path == "" {
		return errors.New("the path is empty")
	}
	dir, name := filepath.Split(path)
	dir = filepath.Clean(dir)
	file, err := os.CreateTemp(dir, "."+name+".*.new")
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) { // not about a name that nobody gave
		return &fs.PathError{Op: "make a file in the folder", Path: dir, Err: pathErr.Err}
	}
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := errors.Join(file.Close(), write(file.Name())); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// copyTo copies everything to the empty file at path and puts it on disk.
func copyTo(ctx context.Context, path string, view func(func(*bbolt.Tx) error) error) error {
	o := options()
	o.NoSync = true // once, in the end
	o.InitialMmapSize = 0
	to, err := bbolt.Open(path, 0o600, o)
	if err != nil {
		return err
	}
	err = copyBuckets(ctx, to, view)
	if err == nil {
		err = to.Sync()
	}
	return errors.Join(err, to.Close())
}

// copyBuckets copies all buckets. bbolt panics on some damaged files, and reading
// one may be a fault of memory: both become errors here.
func copyBuckets(ctx context.Context, to *bbolt.DB, view func(func(*bbolt.Tx) error) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, p)
		}
	}()
	return view(func(tx *bbolt.Tx) error {
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
			b.FillPercent = 0.9 // in order, with a little room for changes
			for size := 0; key != nil && size < copyBytes; key, value = c.Next() {
				if err := b.Put(key, value); err != nil {
					return err
				}
				size += len(key) + len(value)
			}
			return b.SetSequence(from.Sequence())
		})
		if err != nil {
			return err
		}
	}
	return nil
}
