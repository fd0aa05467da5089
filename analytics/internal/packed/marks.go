package packed

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Day is a day of a table that has rows to be packed.
type Day struct {
	Table  wire.PackedTable // has the rows
	Number uint32           // UTC day
}

// key returns the key of the row that marks the day.
func (d Day) key() []byte { return wire.UnpackedKey(d.Table, d.Number) }

// put marks the day. begun says that its rows are being packed. If rows are put
// meanwhile, the mark is put again without that, so that it stays.
func (d Day) put(tx analytics.Tx, begun bool) error {
	value := wire.NewValue(nil)
	if begun {
		value = append(value, 1)
	}
	return tx.Put(analytics.TableMeta, d.key(), wire.Seal(value))
}

// mark notes that a row of a day was put that is to be packed.
func (t *Tx) mark(table wire.PackedTable, day uint32) error {
	name := wire.PairOf(uint32(table), day)
	if _, known := t.marked[name]; known {
		return nil
	}
	d := Day{table, day}
	payload, err := wire.Get(t.Tx, analytics.TableMeta, d.key())
	if wire.IsDamage(err) {
		payload, err = nil, nil
	}
	if err == nil && (payload == nil || len(payload) > 0) {
		err = d.put(t.Tx, false)
	}
	if err != nil {
		return err
	}
	if t.marked == nil {
		t.marked = make(map[uint64]struct{})
	}
	t.marked[name] = struct{}{}
	return nil
}

// maxDays is the number of days that are marked or begun together.
const maxDays = 500

// Raise raises the limit to a day, or to one before that if there are many days with rows,
// and marks the days that are now below it. tx must not show packs.
func Raise(tx analytics.Tx, to uint32) error {
	from, err := LoadLimit(tx)
	if err != nil || from >= to {
		return err
	}
	for _, table := range []wire.PackedTable{wire.PackedRollups, wire.PackedWords} {
		if to, err = markDays(tx, table, from, to); err != nil {
			return err
		}
	}
	return PutLimit(tx, to)
}

// markDays marks the days of a table with rows from one day up to another, exclusive. It
// returns the latter, or less if there are too many.
func markDays(tx analytics.Tx, table wire.PackedTable, from, to uint32) (after uint32, err error) {
	for n := 0; from < to && n < maxDays; n++ {
		day, found, err := firstDay(tx, table, from, to)
		if err != nil || !found {
			return to, err
		}
		if err := (Day{table, day}).put(tx, false); err != nil {
			return 0, err
		}
		from = day + 1
	}
	return from, nil
}

// firstDay returns the first day of a table with rows in a range. Rows whose keys are too
// short for a day are not packed.
func firstDay(tx analytics.Tx, table wire.PackedTable, from, to uint32) (day uint32, found bool, err error) {
	for row, err := range tx.Scan(table.Table(), wire.PairKey(from, 0), wire.PairKey(to, 0)) {
		if err != nil {
			return 0, false, err
		}
		if len(row.Key) >= 4 {
			return wire.Order.Uint32(row.Key), true, nil
		}
	}
	return 0, false, nil
}

// Days returns days below the limit that are marked, from the first after a day on, or if
// that is nil, from the first on. It calls damaged for marks that say no day.
func Days(tx analytics.Tx, after *Day, damaged func(error)) (days []Day, err error) {
	limit, err := LoadLimit(tx)
	if err != nil {
		return nil, err
	}
	from := []byte(wire.MetaUnpacked)
	if after != nil {
		from = append(after.key(), 0)
	}
	for row, err := range tx.Scan(analytics.TableMeta, from, wire.AfterPrefix([]byte(wire.MetaUnpacked))) {
		if err != nil || len(days) == maxDays {
			return days, err
		}
		table, number, err := wire.UnpackedOf(row.Key)
		if err != nil {
			damaged(wire.InRow(err, analytics.TableMeta, row.Key))
			continue
		}
		if number < limit {
			days = append(days, Day{table, number})
		}
	}
	return days, nil
}

// Begin notes that the rows of days are going to be packed.
func Begin(tx analytics.Tx, days []Day) error {
	for _, day := range days {
		if err := day.put(tx, true); err != nil {
			return err
		}
	}
	return nil
}

// end removes the mark of a day whose rows are packed, unless others were put meanwhile.
func (d Day) end(tx analytics.Tx) error {
	payload, err := wire.Get(tx, analytics.TableMeta, d.key())
	if wire.IsDamage(err) || err == nil && len(payload) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Delete(analytics.TableMeta, d.key())
}
