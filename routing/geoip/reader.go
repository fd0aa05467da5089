// Package geoip finds the place of an address in a MaxMind DB file. It reads
// the schema of MaxMind's own databases (GeoLite2, GeoIP2 and those that
// follow them) and the flat one of ip-location-db.
package geoip

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"sync/atomic"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// The reasons for which a database is refused.
var (
	// ErrCorrupt is wrapped by errors about bytes that are no MaxMind DB, or
	// only a part of one.
	ErrCorrupt = errors.New("not a readable MaxMind DB")
	// ErrNoCountries is wrapped by errors about a database that is sound but
	// of a kind that knows no countries, such as one of network operators.
	// The error says what was found instead.
	ErrNoCountries = errors.New("database without countries")
)

// Reader finds places in one database. It is safe for concurrent use and
// implements [routing.Locator].
type Reader struct {
	current atomic.Pointer[database] // nil once closed
}

// Open reads the database at path.
//
// The file is read into memory as a whole. Mapping it would save that memory,
// and would crash the process when someone copies a new file over the old one.
func Open(path string) (*Reader, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the place database: %w", err)
	}
	r, err := FromBytes(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// FromBytes reads a database that is in memory already. The Reader keeps data,
// which must not be changed any more.
func FromBytes(data []byte) (*Reader, error) {
	db, err := parse(data)
	if err != nil {
		return nil, err
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
	r.current.Store(nil)
	return nil
}
