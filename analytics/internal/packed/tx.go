package packed

import (
	"bytes"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Tx is a transaction that shows packed rows as rows of their tables.
type Tx struct {
	analytics.Tx // the rows as they are stored

	limit   Limit // see limitOf
	limited bool  // limit was read
	packs   map[string]*pack
	recent  [wire.PackedLog + 1]found // of each table
	changed int                       // number of packs that were changed
	marked  map[Part]struct{}
}

// Get implements [analytics.Tx].
func (t *Tx) Get(table analytics.Table, key []byte) ([]byte, error) {
	value, err := t.Tx.Get(table, key)
	if err != nil || value != nil {
		return value, err
	}
	return t.getPacked(table, key)
}

// getPacked returns the value of a packed row, or nil.
func (t *Tx) getPacked(table analytics.Table, key []byte) ([]byte, error) {
	number, at, err := t.packable(table, key)
	if err != nil || number == wire.NotPacked {
		return nil, err
	}
	p, err := t.locate(number, at)
	if err != nil || p == nil {
		return nil, err
	}
	return p.get(at), nil
}

// GetAll implements [analytics.Tx].
func (t *Tx) GetAll(table analytics.Table, keys [][]byte) iter.Seq2[analytics.Row, error] {
	if wire.PackedTableOf(table) == wire.NotPacked {
		return t.Tx.GetAll(table, keys)
	}
	return func(yield func(analytics.Row, error) bool) {
		for row, err := range t.Tx.GetAll(table, keys) {
			if err != nil {
				yield(analytics.Row{}, err)
				return
			}
			n := 0
			for !bytes.Equal(keys[n], row.Key) {
				n++
			}
			if !t.yieldPacked(table, keys[:n], yield) || !yield(row, nil) {
				return
			}
			keys = keys[n+1:]
		}
		t.yieldPacked(table, keys, yield)
	}
}

// yieldPacked yields the packed rows of keys that have no other row, and reports whether
// to go on.
func (t *Tx) yieldPacked(table analytics.Table, keys [][]byte, yield func(analytics.Row, error) bool) bool {
	for _, key := range keys {
		value, err := t.getPacked(table, key)
		if err != nil {
			yield(analytics.Row{}, err)
			return false
		}
		if value != nil && !yield(analytics.Row{Key: key, Value: value}, nil) {
			return false
		}
	}
	return true
}

// Put implements [analytics.Tx]. The value of a packed row is put beside its pack.
func (t *Tx) Put(table analytics.Table, key, value []byte) error {
	number, at, err := t.packable(table, key)
	if err == nil && number != wire.NotPacked {
		err = t.mark(number, number.Part(at))
	}
	if err != nil {
		return err
	}
	return t.Tx.Put(table, key, value)
}

// Delete implements [analytics.Tx]. A packed row is removed from its pack when the
// transaction ends.
func (t *Tx) Delete(table analytics.Table, key []byte) error {
	if err := t.Tx.Delete(table, key); err != nil {
		return err
	}
	return t.Unpack(table, key)
}

// Unpack implements [wire.PackedTx].
func (t *Tx) Unpack(table analytics.Table, key []byte) error {
	number, at, err := t.packable(table, key)
	if err != nil || number == wire.NotPacked {
		return err
	}
	p, err := t.locate(number, at)
	if err != nil || p == nil {
		return err
	}
	before := p.changed
	if p.remove(at); p.bad != nil {
		return t.empty(p)
	}
	if p.changed && !before {
		t.changed++
	}
	return nil
}

// empty removes what a damaged pack has, since that may be of a row that is deleted. The
// pack stays damaged, see [Range.Damaged].
func (t *Tx) empty(p *pack) error {
	if len(p.stored) == 0 {
		return nil
	}
	p.bad, p.stored, p.block = []byte{}, nil, nil
	return t.Tx.Put(analytics.TablePacks, p.key, p.bad)
}
