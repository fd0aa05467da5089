package analytics

import "encoding/binary"

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
