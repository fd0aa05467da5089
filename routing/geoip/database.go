package geoip

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/oschwald/maxminddb-golang/v2"
)

// database is a loaded file. It is immutable.
type database struct {
	file   *maxminddb.Reader
	layout layout
	places cache
}

func parse(data []byte) (*database, error) {
	// Whole places are cached, so the library's cache of strings is not needed.
	file, err := maxminddb.OpenBytes(data, maxminddb.DisableStringCache())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	found, err := detect(file)
	if err != nil {
		return nil, err
	}
	return &database{file: file, layout: found}, nil
}

func (db *database) locate(addr netip.Addr) routing.Place {
	record := db.file.Lookup(addr)
	if !record.Found() {
		return routing.Place{}
	}
	e := db.places.get(record.Offset())
	if e == nil {
		e = &cached{record.Offset(), db.layout.place(record)}
		db.places.put(e)
	}
	return e.place
}

// probes is how many networks may have no country before a database is refused.
// Databases begin with special networks, some of which have no country. Networks
// without a record count too, because a damaged tree can have loops.
const probes = 10_000

// detect finds the layout of a file by its records, because the name of its type
// is not reliable.
func detect(file *maxminddb.Reader) (layout, error) {
	var holds string
	seen := 0
	for record := range file.Networks(maxminddb.IncludeNetworksWithoutData()) {
		if err := record.Err(); err != nil {
			return layout{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		for _, l := range []layout{maxMind, flat} {
			if l.place(record).Country != "" {
				return l, nil
			}
		}
		if holds == "" {
			holds = describe(record)
		}
		if seen++; seen == probes {
			break
		}
	}
	return layout{}, fmt.Errorf("%w: found type %.60q with %s", ErrNoCountries, file.Metadata.DatabaseType, cmp.Or(holds, "no records"))
}

// describe lists the fields of a record for an error, or returns "" if there are
// none.
func describe(record maxminddb.Result) string {
	var fields map[string]any
	if record.Decode(&fields) != nil || len(fields) == 0 {
		return ""
	}
	return fmt.Sprintf("%.200q", strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
}
