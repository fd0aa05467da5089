package bolt

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Why a file cannot be opened.
var (
	// ErrLocked says that the file is open already, mostly in another process.
	ErrLocked = errors.New("database is in use by another process")
	// ErrForeign says that the file is sound, but was not written by this
	// package or by another version of it.
	ErrForeign = errors.New("not a database of this version of linkpack")
	// ErrCorrupt says that the file is damaged, or no database at all.
	ErrCorrupt = errors.New("database is damaged")
)

// ErrRemoved says that the file was removed, or replaced by another, while it was
// open. Nothing more is written to it, which would be gone with the process; what
// it had can be read until it is closed. A file that was renamed is still in use.
// Windows does not let an open file be removed.
var ErrRemoved = errors.New("database file was removed while it was open")

// Options change how a file is opened.
type Options struct {
	// LockTimeout is how long to wait for another process to let go of the
	// file. Zero means a second.
	LockTimeout time.Duration
}

// Open opens a file, or makes one that only the user may read when there is
// none. The error names the path and wraps [ErrLocked], [ErrForeign],
// [ErrCorrupt] or an error of package os. nil options mean the defaults.
func Open(path string, opts *Options) (*Store, error) {
	if opts == nil {
		opts = &Options{}
	}
	db, file, err := open(path, cmp.Or(opts.LockTimeout, time.Second))
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return newStore(db, file), nil
}

// open returns a database and its open file.
func open(path string, timeout time.Duration) (*bbolt.DB, *os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = create(path)
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("not a regular file")
	case info.Size() == 0:
		err = fmt.Errorf("%w: the file is empty; remove it to start anew", ErrCorrupt)
	}
	if err != nil {
		return nil, nil, err
	}
	return openExisting(path, timeout)
}

// openExisting opens a file and looks whether it is whole and ours. bbolt
// panics on some damaged files, and reading behind the end of one that was cut
// off is a fault of memory: both become errors here.
func openExisting(path string, timeout time.Duration) (db *bbolt.DB, file *os.File, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, faultOf(p))
		}
		// A panic in bbolt.Open leaves no DB to close: the lock on such a file
		// lasts until the process ends.
		if err != nil && db != nil {
			err = errors.Join(err, db.Close())
			db = nil
		}
	}()
	o := options()
	o.Timeout = timeout
	o.OpenFile = func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
		return file, err
	}
	db, err = bbolt.Open(path, 0o600, o)
	if err != nil {
		return nil, nil, explain(err, timeout)
	}
	return db, file, db.View(inspect)
}

// faultOf says what is wrong with a file that bbolt could not read without a
// panic.
func faultOf(reason any) any {
	if _, isFault := reason.(runtime.Error); isFault {
		return "a part of it is missing or overwritten"
	}
	return reason
}

// options are those that every file is opened with.
func options() *bbolt.Options {
	o := &bbolt.Options{FreelistType: bbolt.FreelistMapType, NoStatistics: true}
	// When a file outgrows the mapped part of memory, bbolt waits for every
	// read that is going on, and new ones wait for bbolt. Mapping more than
	// there is makes that rare; Windows alone would make the file as large.
	if strconv.IntSize == 64 && runtime.GOOS != "windows" {
		o.InitialMmapSize = 1 << 30
	}
	return o
}

// explain says what bbolt's error means to whoever opens a file.
func explain(err error, timeout time.Duration) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return fmt.Errorf("%w: waited %v for it", ErrLocked, timeout)
	case errors.Is(err, bbolterrors.ErrInvalid):
		return fmt.Errorf("%w: it does not begin as a database does, so it may be another kind of file", ErrCorrupt)
	case errors.As(err, &path):
		return err
	default:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
}
