package geoip

import (
	"io/fs"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Reader finds places in a database. It is safe for concurrent use and implements
// [routing.Locator].
type Reader struct {
	current atomic.Pointer[database] // nil once closed

	mu     sync.Mutex // guards the fields below and replacing the database
	path   string     // empty for a database from memory
	loaded fs.FileInfo
	closed bool
}

// Open reads the database file at path. The whole file is read into memory,
// because a mapped file would crash the process when another file is copied over
// it. Errors wrap [ErrCorrupt], [ErrNoCountries] or those of [os.Open].
func Open(path string) (*Reader, error) {
	r := &Reader{path: path}
	if _, err := r.Reload(); err != nil {
		return nil, err
	}
	return r, nil
}

// FromBytes reads a database from memory. The Reader keeps data, which must not
// change afterwards. Errors wrap [ErrCorrupt] or [ErrNoCountries].
func FromBytes(data []byte) (*Reader, error) {
	db, err := parse(data)
	if err != nil {
		return nil, err
	}
	r := new(Reader)
	r.current.Store(db)
	return r, nil
}

// Locate returns the place of addr. It is the zero Place if the database does not
// have the address, or the Reader is closed.
func (r *Reader) Locate(addr netip.Addr) routing.Place {
	db := r.current.Load()
	if db == nil || !addr.IsValid() {
		return routing.Place{}
	}
	return db.locate(addr.Unmap())
}

// BuildTime returns the build time in the database's metadata, in UTC. It is the
// zero time if the Reader is closed.
func (r *Reader) BuildTime() time.Time {
	db := r.current.Load()
	if db == nil {
		return time.Time{}
	}
	return db.file.Metadata.BuildTime().UTC()
}

// Close releases the database. Places are unknown from then on. It may be called
// during lookups and more than once. The error is always nil.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.current.Store(nil)
	return nil
}
