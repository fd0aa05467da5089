package rollup

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Closed says which days and months are closed. A day is closed when the sums that
// include it were made; each of them is then stored or marked as open. All days before
// Day are closed, and Day itself for links and workspaces before DayNext. The same
// holds for months.
type Closed struct {
	Day, DayNext     uint32 // UTC day; number of a link or a workspace
	Month, MonthNext uint32 // month as of [wire.MonthOf]; number of a link or a workspace
}

// HasDay reports whether a day is closed for a link or a workspace.
func (c *Closed) HasDay(number, day uint32) bool {
	return day < c.Day || day == c.Day && number < c.DayNext
}

// HasMonth reports whether a month is closed for a link or a workspace.
func (c *Closed) HasMonth(number, month uint32) bool {
	return month < c.Month || month == c.Month && number < c.MonthNext
}

// Has reports whether a sum is closed, which must include a day: it was made for that
// day.
func (c *Closed) Has(k wire.SumKey, day uint32) bool {
	switch k.Kind {
	case wire.SumDay, wire.SumAll:
		return c.HasDay(k.Number, day)
	case wire.SumMonth, wire.SumPage, wire.SumPageVisitors:
		first, _ := k.Links() // the months of a page are closed together
		return c.HasMonth(first, k.Index)
	}
	return false
}

// AfterMonths returns the first day after all months that are closed, in whole or in
// part.
func (c *Closed) AfterMonths() uint32 {
	if *c == (Closed{}) {
		return 0
	}
	first, after := wire.DaysOfMonth(c.Month)
	if c.MonthNext > 0 {
		return after
	}
	return first
}

// Put stores the fields in order, as varints.
func (c *Closed) Put(tx analytics.Tx) error {
	value := binary.AppendUvarint(wire.NewValue(nil), uint64(c.Day))
	value = binary.AppendUvarint(value, uint64(c.DayNext))
	value = binary.AppendUvarint(value, uint64(c.Month))
	value = binary.AppendUvarint(value, uint64(c.MonthNext))
	return tx.Put(analytics.TableMeta, []byte(wire.MetaClosed), wire.Seal(value))
}

// LoadClosed reads what Put stored; zeros if nothing is stored.
func LoadClosed(tx analytics.Tx) (c Closed, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaClosed))
	if err != nil || payload == nil {
		return c, err
	}
	r := wire.Reader{Data: payload}
	c = Closed{Day: r.Uint32(), DayNext: r.Uint32(), Month: r.Uint32(), MonthNext: r.Uint32()}
	return c, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaClosed))
}

// IsOpen reports whether a sum is open: it was removed, because rollups that it adds
// up changed or are damaged, and has to be made again.
func IsOpen(tx analytics.Tx, k wire.SumKey) (bool, error) {
	payload, err := wire.Get(tx, analytics.TableMeta, k.OpenKey())
	return payload != nil, err
}

// OpenSums adds the days or months of which one of some rising numbers has an open sum
// of a kind.
func OpenSums(tx analytics.Tx, kind wire.SumKind, numbers []uint32, open map[uint32]bool) error {
	from := wire.SumKey{Kind: kind, Number: numbers[0]}.OpenKey()
	to := wire.SumKey{Kind: kind, Number: numbers[len(numbers)-1] + 1}.OpenKey()
	for row, err := range tx.Scan(analytics.TableMeta, from, to) {
		if err != nil {
			return err
		}
		k, err := wire.OpenSumOf(row.Key)
		if err != nil {
			return err
		}
		if _, wanted := slices.BinarySearch(numbers, k.Number); !wanted {
			continue
		}
		if _, err := wire.Unseal(row.Value); err != nil {
			return wire.InRow(err, analytics.TableMeta, row.Key)
		}
		open[k.Index] = true
	}
	return nil
}
