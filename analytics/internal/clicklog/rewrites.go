package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LoadRewrites returns a number that rises whenever clicks that others may have in
// memory are no longer what they were: when links are erased, or a chain gets another
// head. It is zero if that never happened.
func LoadRewrites(tx analytics.Tx) (uint64, error) {
	key := []byte(wire.MetaRewrites)
	payload, err := wire.Get(tx, analytics.TableMeta, key)
	if err != nil || payload == nil {
		return 0, err
	}
	r := wire.Reader{Data: payload}
	n := r.Uvarint()
	return n, wire.InRow(r.End(), analytics.TableMeta, key)
}

// PutRewrites stores the number, as a varint.
func PutRewrites(tx analytics.Tx, n uint64) error {
	value := binary.AppendUvarint(wire.NewValue(nil), n)
	return tx.Put(analytics.TableMeta, []byte(wire.MetaRewrites), wire.Seal(value))
}

// CountRewrite raises the number.
func CountRewrite(tx analytics.Tx) error {
	n, err := LoadRewrites(tx)
	if err != nil {
		return err
	}
	return PutRewrites(tx, n+1)
}
