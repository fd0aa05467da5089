package packed

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Part is a part of a table that has rows to be packed.
type Part struct {
	Table  wire.PackedTable // has the rows
	Number uint32           // see [wire.PackedTable.Part]
}

// key returns the key of the row that marks the part.
func (p Part) key() []byte { return wire.UnpackedKey(p.Table, p.Number) }

// put marks the part. begun says that its rows are being packed. If rows are put
// meanwhile, the mark is put again without that, so that it stays.
func (p Part) put(tx analytics.Tx, begun bool) error {
	value := wire.NewValue(nil)
	if begun {
		value = append(value, 1)
	}
	return tx.Put(analytics.TableMeta, p.key(), wire.Seal(value))
}

// mark notes that a row of a part was put that is to be packed.
func (t *Tx) mark(table wire.PackedTable, number uint32) error {
	p := Part{table, number}
	if _, known := t.marked[p]; known {
		return nil
	}
	payload, err := wire.Get(t.Tx, analytics.TableMeta, p.key())
	if wire.IsDamage(err) {
		payload, err = nil, nil
	}
	if err == nil && (payload == nil || len(payload) > 0) {
		err = p.put(t.Tx, false)
	}
	if err != nil {
		return err
	}
	if t.marked == nil {
		t.marked = make(map[Part]struct{})
	}
	t.marked[p] = struct{}{}
	return nil
}

// maxParts is the number of parts that are marked or begun together.
const maxParts = 500

// Raise raises the limit, less far if there are many parts with rows, and marks the parts
// that are now below it. tx must not show packs.
func Raise(tx analytics.Tx, to Limit) error {
	from, err := LoadLimit(tx)
	if err != nil {
		return err
	}
	to = Limit{max(from.Day, to.Day), max(from.Block, to.Block)}
	for _, table := range wire.PackedTables() {
		after, err := markParts(tx, table, from.of(table), to.of(table))
		if err != nil {
			return err
		}
		if table == wire.PackedLog {
			to.Block = after
		} else {
			to.Day = uint32(after >> 32)
		}
	}
	return PutLimit(tx, to)
}

// markParts marks the parts of a table with rows from one limit up to another. It returns
// the latter, or less if there are too many.
func markParts(tx analytics.Tx, table wire.PackedTable, from, to uint64) (after uint64, err error) {
	for n := 0; from < to && n < maxParts; n++ {
		part, found, err := firstPart(tx, table, from, to)
		if err != nil || !found {
			return to, err
		}
		if err := (Part{table, part}).put(tx, false); err != nil {
			return 0, err
		}
		from = table.FirstOf(part + 1).High
	}
	return min(from, to), nil
}

// firstPart returns the first part of a table with rows in a range that can be packed.
func firstPart(tx analytics.Tx, table wire.PackedTable, from, to uint64) (part uint32, found bool, err error) {
	for row, err := range tx.Scan(table.Table(), table.Join(wire.PackedKey{High: from}), table.Join(wire.PackedKey{High: to})) {
		if err != nil {
			return 0, false, err
		}
		if key, ok := table.Split(row.Key); ok {
			return table.Part(key), true, nil
		}
	}
	return 0, false, nil
}

// Parts returns parts below the limit that are marked, from the first after a part on, or
// if that is nil, from the first on. It calls damaged for marks that say no part.
func Parts(tx analytics.Tx, after *Part, damaged func(error)) (parts []Part, err error) {
	limit, err := LoadLimit(tx)
	if err != nil {
		return nil, err
	}
	from := []byte(wire.MetaUnpacked)
	if after != nil {
		from = append(after.key(), 0)
	}
	for row, err := range tx.Scan(analytics.TableMeta, from, wire.AfterPrefix([]byte(wire.MetaUnpacked))) {
		if err != nil || len(parts) == maxParts {
			return parts, err
		}
		table, number, err := wire.UnpackedOf(row.Key)
		if err != nil {
			damaged(wire.InRow(err, analytics.TableMeta, row.Key))
			continue
		}
		if table.FirstOf(number).High < limit.of(table) {
			parts = append(parts, Part{table, number})
		}
	}
	return parts, nil
}

// Begin notes that the rows of parts are going to be packed.
func Begin(tx analytics.Tx, parts []Part) error {
	for _, part := range parts {
		if err := part.put(tx, true); err != nil {
			return err
		}
	}
	return nil
}

// end removes the mark of a part whose rows are packed, unless others were put meanwhile.
func (p Part) end(tx analytics.Tx) error {
	payload, err := wire.Get(tx, analytics.TableMeta, p.key())
	if wire.IsDamage(err) || err == nil && len(payload) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Delete(analytics.TableMeta, p.key())
}
