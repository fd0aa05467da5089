package bolt

import (
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Reasons why a file cannot be opened.
var (
	// ErrLocked says that the file is open already, usually in another process.
	ErrLocked = errors.New("bolt: database is in use by another process")
	// ErrForeign says that the file is sound, but another program or another
	// version of this package wrote it, or that its journal belongs to another file.
	ErrForeign = errors.New("bolt: file of another program or version")
	// ErrCorrupt says that the file is damaged, or is no database at all. Reading
	// a damaged part of an open file returns it, too, and so does opening one whose
	// journal is damaged or missing.
	// It wraps [linkpack.ErrDamaged].
	ErrCorrupt error = damagedError{}
)

// damagedError is ErrCorrupt.
type damagedError struct{}

func (damagedError) Error() string { return "bolt: database is damaged" }
func (damagedError) Unwrap() error { return linkpack.ErrDamaged }

// ErrRemoved says that the open file was removed or replaced by another. Changes
// are refused from then on, because they would be lost when the process ends. What
// the file held can be read, and copied with [Store.Backup], until it is closed.
// Windows does not let an open file be removed.
//
// An open file that is renamed stays in use, but its journal keeps the former name. After
// a crash, the journal has to be renamed like the file before that is opened.
var ErrRemoved = errors.New("bolt: database file was removed while it was open")
