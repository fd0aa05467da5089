package wire

import (
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// SumKind is a kind of sums. A sum is a row of [analytics.TableSums] that adds up
// rollups of closed days, so that queries need not read each of them. A stored sum
// is always right: the transaction that changes one of its rollups removes it and
// marks it as open, which means that it has to be made again. Until it is made, the
// rollups are read.
type SumKind byte

// The kinds of sums. Their numbers are part of the stored format.
const (
	// SumDay adds up the links of a workspace on a UTC day. It has the format of a
	// rollup.
	SumDay SumKind = iota + 1
	// SumMonth adds up the days of a UTC month of a workspace, or of a link whose month
	// is too large for a page.
	SumMonth
	// SumAll adds up the requests to a link on all closed days.
	SumAll
	// SumPage adds up the days of a UTC month of each link of a page.
	SumPage
	// SumPageVisitors has the visitors of each day of a UTC month of each link of a
	// page.
	SumPageVisitors
	// SumKinds is the number after the last kind.
	SumKinds
)

// A page is a range of link numbers that begins with a multiple of its length.
const pageLinks = 128

// PageOf returns the page of a link.
func PageOf(link uint32) uint32 { return link / pageLinks }

// LinksOfPage returns the numbers of a page's links, from first up to after, exclusive.
// The last page ends before [NoLink].
func LinksOfPage(page uint32) (first, after uint32) {
	first = page * pageLinks
	return first, uint32(min(uint64(first)+pageLinks, NoLink))
}

// SumKey identifies a sum.
type SumKey struct {
	Kind   SumKind // what is added up
	Number uint32  // of the link, the workspace or the page
	Index  uint32  // UTC day, or month as of [MonthOf]; 0 for SumAll
}

// sumKeySize is the length of the key of a sum.
const sumKeySize = 9

// Links returns the numbers of the links or workspaces that the sum is about, from first
// up to after, exclusive.
func (k SumKey) Links() (first, after uint32) {
	if k.Kind == SumPage || k.Kind == SumPageVisitors {
		return LinksOfPage(k.Number)
	}
	return k.Number, k.Number + 1
}

// Bytes returns the key: kind, index and number. So rows that are written together are
// adjacent.
func (k SumKey) Bytes() []byte {
	b := append(make([]byte, 0, sumKeySize), byte(k.Kind))
	b = Order.AppendUint32(b, k.Index)
	return Order.AppendUint32(b, k.Number)
}

// SumKeyOf reads the key of a sum.
func SumKeyOf(key []byte) (k SumKey, err error) {
	if err := CheckKey(key, sumKeySize); err != nil {
		return k, err
	}
	return SumKey{SumKind(key[0]), Order.Uint32(key[5:]), Order.Uint32(key[1:])}, nil
}

// OpenKey returns the key of the value that marks a sum as open: kind, number and
// index. So the keys with the same number are adjacent.
func (k SumKey) OpenKey() []byte {
	b := append([]byte(MetaOpen), byte(k.Kind))
	b = Order.AppendUint32(b, k.Number)
	return Order.AppendUint32(b, k.Index)
}

// AfterOpen returns the key after those made by [SumKey.OpenKey].
func AfterOpen() []byte {
	key := []byte(MetaOpen)
	key[len(key)-1]++
	return key
}

// OpenSumOf returns the sum of a key made by [SumKey.OpenKey].
func OpenSumOf(key []byte) (k SumKey, err error) {
	if err := CheckKey(key, len(MetaOpen)+sumKeySize); err != nil {
		return k, InRow(err, analytics.TableMeta, key)
	}
	key = key[len(MetaOpen):]
	return SumKey{SumKind(key[0]), Order.Uint32(key[1:]), Order.Uint32(key[5:])}, nil
}

// Possible reports whether there can be such a sum. The key of a damaged row may say
// anything.
func (k SumKey) Possible() bool {
	inMonths := MonthOf(0) <= k.Index && k.Index <= MonthOf(DayOf(MaxTime))
	switch k.Kind {
	case SumDay:
		return k.Number < NoLink && k.Index <= DayOf(MaxTime)
	case SumMonth:
		return k.Number < NoLink && inMonths
	case SumAll:
		return k.Number < NoLink && k.Index == 0
	case SumPage, SumPageVisitors:
		return k.Number <= PageOf(NoLink-1) && inMonths
	}
	return false
}

// String says which sum it is, as a person would.
func (k SumKey) String() string {
	switch k.Kind {
	case SumDay:
		return fmt.Sprintf("sum of %s, workspace %d", dayName(k.Index), k.Number)
	case SumMonth:
		return fmt.Sprintf("sum of %s, number %d", firstOfMonth(k.Index).Format("2006-01"), k.Number)
	case SumAll:
		return fmt.Sprintf("sum of all days, link %d", k.Number)
	case SumPage, SumPageVisitors:
		first, after := LinksOfPage(k.Number)
		what := "sums"
		if k.Kind == SumPageVisitors {
			what = "visitors"
		}
		return fmt.Sprintf("%s of %s, links %d to %d", what, firstOfMonth(k.Index).Format("2006-01"), first, after-1)
	}
	return fmt.Sprintf("sum %d of number %d", k.Kind, k.Number)
}

// Days returns the UTC days that the sum adds up, from first up to after, exclusive.
func (k SumKey) Days() (first, after uint32) {
	switch k.Kind {
	case SumDay:
		return k.Index, k.Index + 1
	case SumMonth, SumPage, SumPageVisitors:
		return DaysOfMonth(k.Index)
	}
	return 0, math.MaxUint32
}

// Figure says what the sum counts, in words.
func (k SumKey) Figure() string {
	first, after := k.Links()
	switch k.Kind {
	case SumDay:
		return "sum of the day"
	case SumMonth:
		return "sum of the month"
	case SumPage:
		return fmt.Sprintf("sum of the month of links %d to %d", first, after-1)
	case SumPageVisitors:
		return fmt.Sprintf("visitors of the month of links %d to %d", first, after-1)
	}
	return "sum of all days"
}
