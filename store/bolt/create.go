package bolt

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
)

// create makes an empty database beside path and gives it its name when it is
// complete. So nothing half made is ever found at path, not even when the disk
// is full or the process dies; and of two processes that create the same file,
// both find the first one's.
func create(path string) error {
	if err := draft(path, fill); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// fill makes the empty file at path a database.
func fill(path string) error {
	db, err := bbolt.Open(path, 0o600, options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(lay), db.Close())
}

// syncDir puts the names of a directory's files on disk. Windows, which has no
// such call, does it by itself.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
