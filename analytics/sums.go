package analytics

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// A sum is a row of [TableSums] that adds up rollups of days that are closed, so
// that nobody has to read each of them. It is the sum of the rollups below it
// whenever it is there: whoever changes one of these removes it in the same
// transaction and leaves word that it is to be made again. Until then the rollups
// are read.
type sumKind byte

// The kinds of sums. Their numbers are part of the stored format.
const (
	// sumDay adds up the links of a workspace on a UTC day, in the format of
	// rollups.
	sumDay sumKind = iota + 1
	// sumMonth adds up the days of a link or a workspace in a month of UTC.
	sumMonth
	// sumAll adds up the requests to a link on all days that are closed.
	sumAll
)

// sumKey names a sum.
type sumKey struct {
	kind   sumKind
	number uint32 // of a link or a workspace
	index  uint32 // the day, or the month; 0 for all time
}

// sumKeySize is the length of the key of a sum.
const sumKeySize = 9

// bytes returns the key: kind, index and number, so that what is written at one
// time stands side by side.
func (k sumKey) bytes() []byte {
	b := append(make([]byte, 0, sumKeySize), byte(k.kind))
	b = order.AppendUint32(b, k.index)
	return order.AppendUint32(b, k.number)
}

// openKey returns the key of the value that says that a sum is to be made: kind,
// number and index, so that those of a number stand side by side.
func (k sumKey) openKey() []byte {
	b := append([]byte(metaOpen), byte(k.kind))
	b = order.AppendUint32(b, k.number)
	return order.AppendUint32(b, k.index)
}

// sumKeyOf reads the key of a sum.
func sumKeyOf(key []byte) (k sumKey, err error) {
	if err := checkKey(key, sumKeySize); err != nil {
		return k, err
	}
	return sumKey{sumKind(key[0]), order.Uint32(key[5:]), order.Uint32(key[1:])}, nil
}

// openSumOf reads the key of the value that says that a sum is to be made.
func openSumOf(key []byte) (k sumKey, err error) {
	if err := checkKey(key, len(metaOpen)+sumKeySize); err != nil {
		return k, inRow(err, TableMeta, key)
	}
	key = key[len(metaOpen):]
	return sumKey{sumKind(key[0]), order.Uint32(key[1:]), order.Uint32(key[5:])}, nil
}

// String says which sum it is, as a person would.
func (k sumKey) String() string {
	switch k.kind {
	case sumDay:
		return fmt.Sprintf("sum of %s, workspace %d", dayName(k.index), k.number)
	case sumMonth:
		return fmt.Sprintf("sum of %s, number %d", firstOfMonth(k.index).Format("2006-01"), k.number)
	case sumAll:
		return fmt.Sprintf("sum of all days, link %d", k.number)
	}
	return fmt.Sprintf("sum %d of number %d", k.kind, k.number)
}

// days returns the first day that a sum adds up, and the day behind the last.
func (k sumKey) days() (first, after uint32) {
	switch k.kind {
	case sumDay:
		return k.index, k.index + 1
	case sumMonth:
		return daysOfMonth(k.index)
	}
	return 0, math.MaxUint32
}

// span says how much a sum adds up.
func (k sumKey) span() string {
	switch k.kind {
	case sumDay:
		return "day"
	case sumMonth:
		return "month"
	}
	return "all days"
}

// monthOf returns the number of a day's month.
func monthOf(day uint32) uint32 {
	year, month, _ := dateOf(day).Date()
	return uint32(year)*12 + uint32(month) - 1
}

// firstOfMonth returns when a month begins.
func firstOfMonth(month uint32) time.Time {
	return time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// daysOfMonth returns the first day of a month and that of the next.
func daysOfMonth(month uint32) (first, after uint32) {
	return uint32(firstOfMonth(month).Unix() / 86400), uint32(firstOfMonth(month+1).Unix() / 86400)
}

// closed says which days and months are closed: those before one, and of that one
// the part of the numbers below next. What is closed has its sums, or word that
// they are to be made.
type closed struct {
	day, dayNext     uint32
	month, monthNext uint32
}

// hasDay reports whether a day is closed for a link or a workspace.
func (c *closed) hasDay(number, day uint32) bool {
	return day < c.day || day == c.day && number < c.dayNext
}

// hasMonth reports whether a month is closed for a link or a workspace.
func (c *closed) hasMonth(number, month uint32) bool {
	return month < c.month || month == c.month && number < c.monthNext
}

// afterMonths returns the first day of the months that are closed for nobody.
func (c *closed) afterMonths() uint32 {
	if *c == (closed{}) {
		return 0
	}
	first, after := daysOfMonth(c.month)
	if c.monthNext > 0 {
		return after
	}
	return first
}

// put stores it: four varints.
func (c *closed) put(tx Tx) error {
	value := binary.AppendUvarint(newValue(nil), uint64(c.day))
	value = binary.AppendUvarint(value, uint64(c.dayNext))
	value = binary.AppendUvarint(value, uint64(c.month))
	value = binary.AppendUvarint(value, uint64(c.monthNext))
	return tx.Put(TableMeta, []byte(metaClosed), seal(value))
}

// loadClosed reads what is closed; zeros when nothing is.
func loadClosed(tx Tx) (c closed, err error) {
	payload, err := get(tx, TableMeta, []byte(metaClosed))
	if err != nil || payload == nil {
		return c, err
	}
	r := reader{data: payload}
	c = closed{day: r.uint32(), dayNext: r.uint32(), month: r.uint32(), monthNext: r.uint32()}
	return c, inRow(r.end(), TableMeta, []byte(metaClosed))
}

// isOpen reports whether a sum is to be made.
func isOpen(tx Tx, k sumKey) (bool, error) {
	value, err := tx.Get(TableMeta, k.openKey())
	return value != nil, err
}

// openSums are the sums of a kind and a number that are to be made.
func openSums(tx Tx, kind sumKind, number uint32) (map[uint32]bool, error) {
	var open map[uint32]bool
	from, to := sumKey{kind, number, 0}.openKey(), sumKey{kind, number + 1, 0}.openKey()
	for row, err := range tx.Scan(TableMeta, from, to) {
		if err != nil {
			return nil, err
		}
		if open == nil {
			open = make(map[uint32]bool)
		}
		if len(row.Key) == len(from) {
			open[order.Uint32(row.Key[len(from)-4:])] = true
		}
	}
	return open, nil
}

// reopener removes the sums of days whose rollups change.
type reopener struct {
	tx      Tx
	closed  closed
	after   uint32 // the first day of the months that are closed for nobody
	members *members
	// known are the sums that are open anyway, and fresh those that become it in
	// this transaction.
	known map[sumKey]struct{}
	fresh []sumKey
}

// changed removes the sums that have a link's day, as far as they are closed.
func (o *reopener) changed(link, day uint32) error {
	if o.closed.hasDay(link, day) {
		if err := o.open(sumKey{sumAll, link, 0}); err != nil {
			return err
		}
	}
	if workspace := o.members.workspace(link); workspace != 0 {
		if o.closed.hasDay(workspace, day) {
			if err := o.open(sumKey{sumDay, workspace, day}); err != nil {
				return err
			}
		}
		if err := o.changedMonth(workspace, day); err != nil {
			return err
		}
	}
	return o.changedMonth(link, day)
}

// changedMonth removes the sum of a day's month.
func (o *reopener) changedMonth(number, day uint32) error {
	if day >= o.after {
		return nil
	}
	if month := monthOf(day); o.closed.hasMonth(number, month) {
		return o.open(sumKey{sumMonth, number, month})
	}
	return nil
}

// open removes a sum and leaves word that it is to be made.
func (o *reopener) open(k sumKey) error {
	if _, known := o.known[k]; known {
		return nil
	}
	open, err := isOpen(o.tx, k)
	if err != nil || open {
		return err
	}
	if err := o.tx.Delete(TableSums, k.bytes()); err != nil {
		return err
	}
	o.fresh = append(o.fresh, k)
	return o.tx.Put(TableMeta, k.openKey(), seal(newValue(nil)))
}
