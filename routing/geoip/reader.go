package geoip

import (
	"fmt"
	"io/fs"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Reader finds places in one database. It is safe for concurrent use and
// implements [routing.Locator].
type Reader struct {
	current atomic.Pointer[database] // nil once closed

	mu     sync.Mutex // held while the database is replaced; guards the rest
	path   string     // empty for a database from memory
	loaded fs.FileInfo
	closed bool
}

// Open reads the database at path.
//
// The file is read into memory as a whole. Mapping it would save that memory,
// and would crash the process when someone copies a new file over the old one.
func Open(path string) (*Reader, error) {
	r := &Reader{path: path}
	if _, err := r.Reload(); err != nil {
		return nil, err
	}
	return r, nil
}

// FromBytes reads a database that is in memory already. The Reader keeps data,
// which must not be changed any more.
func FromBytes(data []byte) (*Reader, error) {
	db, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("open the place database: %w", err)
	}
	r := new(Reader)
	r.current.Store(db)
	return r, nil
}

// Locate returns the place of addr. It is the zero Place when the database
// does not know the address, or has been closed.
func (r *Reader) Locate(addr netip.Addr) routing.Place {
	db := r.current.Load()
	if db == nil || !addr.IsValid() {
		return routing.Place{}
	}
	return db.locate(addr.Unmap())
}

// BuildTime returns when the database was made, by its own account, in UTC. It
// is the zero time once the Reader is closed.
func (r *Reader) BuildTime() time.Time {
	db := r.current.Load()
	if db == nil {
		return time.Time{}
	}
	return db.file.Metadata.BuildTime().UTC()
}

// Close lets go of the database. Lookups, also those under way, are safe: from
// then on every place is unknown. Closing twice does nothing.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.current.Store(nil)
	return nil
}
