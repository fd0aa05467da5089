package packed

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Limit says from where on no row is packed.
type Limit struct {
	Day   uint32 // of rollups and words
	Block uint64 // of the log
}

// of returns the limit of [wire.PackedKey.High] in a table.
func (l Limit) of(table wire.PackedTable) uint64 {
	if table == wire.PackedLog {
		return l.Block
	}
	return wire.PairOf(l.Day, 0)
}

// LoadLimit returns the limit. If it is not stored although there are packs, its row is
// damaged.
func LoadLimit(tx analytics.Tx) (l Limit, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaPacked))
	if err != nil {
		return l, err
	}
	if payload == nil {
		return l, wire.InRow(checkNone(tx), analytics.TableMeta, []byte(wire.MetaPacked))
	}
	r := wire.Reader{Data: payload}
	l = Limit{Day: r.Uint32(), Block: r.Uvarint()}
	return l, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaPacked))
}

// checkNone returns an error if there are packs.
func checkNone(tx analytics.Tx) error {
	for _, err := range tx.Scan(analytics.TablePacks, nil, nil) {
		return cmp.Or(err, fmt.Errorf("%w: the row is missing", analytics.ErrDamaged))
	}
	return nil
}

// PutLimit stores the limit as two varints.
func PutLimit(tx analytics.Tx, l Limit) error {
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(l.Day))
	value = binary.AppendUvarint(value, l.Block)
	return tx.Put(analytics.TableMeta, []byte(wire.MetaPacked), wire.Seal(value))
}

// limitOf returns the limit of a transaction. If it is damaged, any row may be packed.
func (t *Tx) limitOf() (Limit, error) {
	if t.limited {
		return t.limit, nil
	}
	limit, err := LoadLimit(t.Tx)
	if wire.IsDamage(err) {
		limit, err = Limit{math.MaxUint32, math.MaxUint64}, nil
	}
	t.limit, t.limited = limit, err == nil
	return limit, err
}

// packable returns the number of a table and what a key says if such a row can be packed.
func (t *Tx) packable(table analytics.Table, key []byte) (number wire.PackedTable, at wire.PackedKey, err error) {
	number = wire.PackedTableOf(table)
	at, ok := number.Split(key)
	if !ok {
		return wire.NotPacked, at, nil
	}
	limit, err := t.limitOf()
	if err != nil || at.High >= limit.of(number) {
		return wire.NotPacked, at, err
	}
	return number, at, nil
}

// FindLimit returns the limit after the last parts that have packs.
func FindLimit(tx analytics.Tx) (l Limit, err error) {
	for _, table := range wire.PackedTables() {
		part, err := lastPart(tx, table)
		switch {
		case err != nil:
			return l, err
		case table == wire.PackedLog:
			l.Block = table.FirstOf(part + 1).High
		default:
			l.Day = max(l.Day, part+1)
		}
	}
	return l, nil
}

// lastPart returns the last part of a table that has packs, or 0.
func lastPart(tx analytics.Tx, table wire.PackedTable) (part uint32, err error) {
	for bit := uint32(1) << 31; bit > 0; bit >>= 1 {
		found, err := hasPack(tx, table, part|bit)
		if err != nil {
			return 0, err
		}
		if found {
			part |= bit
		}
	}
	return part, nil
}

// hasPack reports whether a table has packs of a part or a later one.
func hasPack(tx analytics.Tx, table wire.PackedTable, part uint32) (bool, error) {
	for _, err := range tx.Scan(analytics.TablePacks, wire.PacksFrom(table, table.Join(table.FirstOf(part))), wire.PacksFrom(table+1, nil)) {
		return err == nil, err
	}
	return false, nil
}
