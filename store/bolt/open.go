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

// Options change how [Open] opens a file.
type Options struct {
	// LockTimeout is how long to wait while another process has the file open.
	// Zero means one second.
	LockTimeout time.Duration
	// Unfinished opens also a file to which a copy is unfinished, for [transfer.Copy] to
	// go on. It has only a part of what was to be copied.
	Unfinished bool
}

// Open opens the file at path. If there is none, it makes one that only the user
// may read. It reads every page of the file, to check the structure, and applies the
// journal that a crash left beside it, unless the disk is full. The error names the
// path and wraps [ErrLocked], [ErrForeign], [ErrCorrupt], [transfer.ErrUnfinished] or an error of
// package os.
// nil options mean the defaults.
func Open(path string, opts *Options) (*Store, error) {
	if opts == nil {
		opts = &Options{}
	}
	db, file, err := open(path, cmp.Or(opts.LockTimeout, time.Second))
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	s, err := ready(db, file)
	if err == nil && !opts.Unfinished {
		err = s.checkWhole()
	}
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, errors.Join(err, db.Close()))
	}
	return &Store{Store: s, inner: s}, nil
}

// ready returns the store of an open database, with what a journal has.
func ready(db *bbolt.DB, file *os.File) (*store, error) {
	found, err := survey(db, file)
	if err != nil {
		return nil, err
	}
	journal, err := journalPath(db.Path())
	if err != nil {
		return nil, err
	}
	s := newStore(db, file, found, journal)
	return s, s.recover()
}

// open returns a database and its open file.
func open(path string, timeout time.Duration) (*bbolt.DB, *os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = createAlone(path)
	case err != nil:
	case !info.Mode().IsRegular():
		err = errors.New("not a regular file")
	case info.Size() == 0:
		err = fmt.Errorf("%w: the file is empty; remove it to create a new one", ErrCorrupt)
	}
	if err != nil {
		return nil, nil, err
	}
	return openExisting(path, timeout)
}

// openExisting opens a file and checks that it is complete and ours. bbolt panics
// on some damaged files, and reading beyond the end of a truncated one is a memory
// fault. Both become errors here.
func openExisting(path string, timeout time.Duration) (db *bbolt.DB, file *os.File, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = corrupt(p)
		}
		switch {
		case err == nil:
		case db != nil:
			err = errors.Join(err, db.Close())
			db = nil
		case file != nil: // bbolt panicked; closing twice does no harm
			_ = file.Close()
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

// options returns bbolt's options for every file.
func options() *bbolt.Options {
	o := &bbolt.Options{FreelistType: bbolt.FreelistMapType, NoStatistics: true}
	// When a file outgrows its memory map, bbolt waits for all running reads,
	// and new ones wait for bbolt. A map larger than the file makes that rare.
	// Not on Windows, where the file would become as large as the map.
	if strconv.IntSize == 64 && runtime.GOOS != "windows" {
		o.InitialMmapSize = 1 << 30
	}
	return o
}

// explain says what an error of bbolt means for the file.
func explain(err error, timeout time.Duration) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return fmt.Errorf("%w: waited %v for it", ErrLocked, timeout)
	case errors.Is(err, bbolterrors.ErrInvalid):
		return fmt.Errorf("%w: it does not begin like a database; it may be another kind of file", ErrCorrupt)
	case errors.As(err, &path):
		return err
	default:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
}
