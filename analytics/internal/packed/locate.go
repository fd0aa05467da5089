package packed

import (
	"bytes"
	"maps"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// maxKept is the number of packs that a transaction keeps in memory. Rows of a month are
// read day by day for one link after the other.
const maxKept = 64

// locate returns the pack that can have a key, or nil.
func (t *Tx) locate(table wire.PackedTable, at wire.PackedKey) (*pack, error) {
	p, err := t.from(table, table.Join(at))
	if err != nil || p == nil || p.first.Compare(at) > 0 {
		return nil, err
	}
	return p, nil
}

// found is the pack that was found last.
type found struct {
	pack  *pack
	since []byte // keys from here to the last of the pack lead to it
}

// has reports whether a key leads to the pack.
func (f *found) has(key []byte) bool {
	return f.pack != nil && bytes.Compare(f.since, key) <= 0 && bytes.Compare(key, f.pack.lastKey()) <= 0
}

// from returns the first pack of a table that ends at or after a key, or nil.
func (t *Tx) from(table wire.PackedTable, key []byte) (*pack, error) {
	recent := &t.recent[table]
	if recent.has(key) {
		return recent.pack, nil
	}
	for row, err := range t.Tx.Scan(analytics.TablePacks, wire.PacksFrom(table, key), wire.PacksFrom(table+1, nil)) {
		if err != nil {
			return nil, err
		}
		p, err := t.load(row)
		if err == nil && p.bad == nil { // one with a damaged key can begin within others
			*recent = found{p, bytes.Clone(earlier(key, table.Join(p.first)))}
		}
		return p, err
	}
	return nil, nil
}

// load returns a stored pack. Those that were used lately are in memory, and so are all
// that were changed.
func (t *Tx) load(row analytics.Row) (*pack, error) {
	if p := t.packs[string(row.Key)]; p != nil {
		return p, nil
	}
	p, err := parse(row)
	if err != nil {
		return nil, err
	}
	if t.packs == nil {
		t.packs = make(map[string]*pack)
	}
	if len(t.packs)-t.changed >= maxKept {
		maps.DeleteFunc(t.packs, func(_ string, p *pack) bool { return !p.changed })
		clear(t.recent[:]) // a row that is removed from a forgotten pack would stay
	}
	t.packs[string(row.Key)] = p
	return p, nil
}
