package packed

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LoadLimit returns the day from which on no row is packed. If that is not stored although
// there are packs, its row is damaged.
func LoadLimit(tx analytics.Tx) (day uint32, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaPacked))
	if err != nil {
		return 0, err
	}
	if payload == nil {
		return 0, wire.InRow(checkNone(tx), analytics.TableMeta, []byte(wire.MetaPacked))
	}
	r := wire.Reader{Data: payload}
	day = r.Uint32()
	return day, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaPacked))
}

// checkNone returns an error if there are packs.
func checkNone(tx analytics.Tx) error {
	for _, err := range tx.Scan(analytics.TablePacks, nil, nil) {
		return cmp.Or(err, fmt.Errorf("%w: the row is missing", analytics.ErrDamaged))
	}
	return nil
}

// PutLimit stores the day from which on no row is packed.
func PutLimit(tx analytics.Tx, day uint32) error {
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(day))
	return tx.Put(analytics.TableMeta, []byte(wire.MetaPacked), wire.Seal(value))
}

// limitOf returns the limit of a transaction. If it is damaged, any row may be packed.
func (t *Tx) limitOf() (uint32, error) {
	if t.limited {
		return t.limit, nil
	}
	day, err := LoadLimit(t.Tx)
	if wire.IsDamage(err) {
		day, err = math.MaxUint32, nil
	}
	t.limit, t.limited = day, err == nil
	return day, err
}

// packable returns the number of a table and the pair of a key if such a row can be
// packed.
func (t *Tx) packable(table analytics.Table, key []byte) (number wire.PackedTable, at uint64, err error) {
	if number = wire.PackedTableOf(table); number == wire.NotPacked || len(key) != 8 {
		return wire.NotPacked, 0, nil
	}
	limit, err := t.limitOf()
	if at = wire.Order.Uint64(key); err != nil || uint32(at>>32) >= limit {
		return wire.NotPacked, 0, err
	}
	return number, at, nil
}

// FindLimit returns the day after the last that has packs.
func FindLimit(tx analytics.Tx) (limit uint32, err error) {
	for _, table := range []wire.PackedTable{wire.PackedRollups, wire.PackedWords} {
		day := uint32(0)
		for bit := uint32(1) << 31; bit > 0; bit >>= 1 {
			found, err := hasPack(tx, table, day|bit)
			if err != nil {
				return 0, err
			}
			if found {
				day |= bit
			}
		}
		limit = max(limit, day+1)
	}
	return limit, nil
}

// hasPack reports whether a table has packs of a day or a later one.
func hasPack(tx analytics.Tx, table wire.PackedTable, day uint32) (bool, error) {
	for _, err := range tx.Scan(analytics.TablePacks, wire.PacksFrom(table, wire.PairKey(day, 0)), wire.PacksFrom(table+1, nil)) {
		return err == nil, err
	}
	return false, nil
}
