package rollup

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Reopener removes the sums of rollups that change.
type Reopener struct {
	Tx      analytics.Tx      // written to
	Closed  Closed            // as of Tx
	After   uint32            // Closed.AfterMonths
	Members *clicklog.Members // workspaces of links
	// Known has sums that are known to be open.
	Known map[wire.SumKey]struct{}
	// Fresh has the sums that were opened in this transaction.
	Fresh []wire.SumKey
}

// Changed opens the sums that include a link's day. It must be called when the link's
// rollup of that day changes.
func (o *Reopener) Changed(link, day uint32) error {
	if o.Closed.HasDay(link, day) {
		if err := o.Open(wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}); err != nil {
			return err
		}
	}
	if workspace := o.Members.Workspace(link); workspace != 0 {
		if o.Closed.HasDay(workspace, day) {
			if err := o.Open(wire.SumKey{Kind: wire.SumDay, Number: workspace, Index: day}); err != nil {
				return err
			}
		}
		if err := o.changedMonth(day, workspace, []wire.SumKey{{Kind: wire.SumMonth, Number: workspace}}); err != nil {
			return err
		}
	}
	return o.changedMonth(day, link, LinkMonths(link))
}

// LinkMonths returns the sums of a month that include a link's days, without the month.
func LinkMonths(link uint32) []wire.SumKey {
	page := wire.PageOf(link)
	return []wire.SumKey{{Kind: wire.SumMonth, Number: link}, {Kind: wire.SumPage, Number: page}, {Kind: wire.SumPageVisitors, Number: page}}
}

// changedMonth opens sums of a day's month, if the month is closed.
func (o *Reopener) changedMonth(day, number uint32, sums []wire.SumKey) error {
	if day >= o.After {
		return nil
	}
	month := wire.MonthOf(day)
	if !o.Closed.HasMonth(number, month) {
		return nil
	}
	for _, k := range sums {
		k.Index = month
		if err := o.Open(k); err != nil {
			return err
		}
	}
	return nil
}

// Open removes a sum and marks it as open.
func (o *Reopener) Open(k wire.SumKey) error {
	if _, known := o.Known[k]; known {
		return nil
	}
	open, err := IsOpen(o.Tx, k)
	if err != nil || open {
		return err
	}
	if err := o.Tx.Delete(analytics.TableSums, k.Bytes()); err != nil {
		return err
	}
	o.Fresh = append(o.Fresh, k)
	return o.Tx.Put(analytics.TableMeta, k.OpenKey(), wire.Seal(wire.NewValue(nil)))
}

// MaxOpened is the most open sums that are known to be open.
const MaxOpened = 1 << 16
