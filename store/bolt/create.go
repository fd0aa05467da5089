package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
)

// createAlone creates a database, unless there is the journal of one.
func createAlone(path string) error {
	if _, err := os.Lstat(path + journalSuffix); err == nil {
		return fmt.Errorf("%w: it is missing, but there is its journal %s. Put the database beside it, or remove the journal",
			ErrForeign, path+journalSuffix)
	}
	return create(path)
}

// create makes a new database at path. It appears there only when it is complete,
// even when the disk is full or the process dies. If two processes create the same
// file, both use the one that was first.
func create(path string) error {
	if err := draft(path, fill); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// fill turns the empty file at path into a database.
func fill(path string) error {
	db, err := bbolt.Open(path, 0o600, options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(lay), db.Close())
}

// draft lets write write a hidden file beside path and gives it the name path
// when it is complete. It fails if path exists by then.
func draft(path string, write func(path string) error) error {
	if path == "" {
		return errors.New("the path is empty")
	}
	dir, name := filepath.Split(path)
	dir = filepath.Clean(dir)
	file, err := os.CreateTemp(dir, "."+name+".*.new")
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) { // not about the hidden name
		return &fs.PathError{Op: "make a file in the folder", Path: dir, Err: pathErr.Err}
	}
	if err != nil {
		return err
	}
	if err := complete(file, path, write); err != nil {
		return err
	}
	return syncDir(dir)
}

// complete lets write write a hidden file and gives it the name path instead of its own.
func complete(hidden *os.File, path string, write func(path string) error) error {
	defer os.Remove(hidden.Name())
	if err := errors.Join(hidden.Close(), write(hidden.Name())); err != nil {
		return err
	}
	return os.Link(hidden.Name(), path)
}

// checkFree refuses a path where there is something.
func checkFree(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: "create", Path: path, Err: errors.Join(fs.ErrExist, err)}
	}
	return nil
}

// syncDir puts the names of the files in a folder on disk. Windows does so by
// itself and has no such call.
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
