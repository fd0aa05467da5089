package rollup

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Reopener removes the sums of days whose rollups change.
type Reopener struct {
	Tx      analytics.Tx
	Closed  Closed
	After   uint32 // the first day of the months that are closed for nobody
	Members *clicklog.Members
	// Known are the sums that are open anyway, and fresh those that become it in
	// this transaction.
	Known map[wire.SumKey]struct{}
	Fresh []wire.SumKey
}

// Changed removes the sums that have a link's day, as far as they are closed.
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
		if err := o.changedMonth(workspace, day); err != nil {
			return err
		}
	}
	return o.changedMonth(link, day)
}

// changedMonth removes the sum of a day's month.
func (o *Reopener) changedMonth(number, day uint32) error {
	if day >= o.After {
		return nil
	}
	if month := wire.MonthOf(day); o.Closed.HasMonth(number, month) {
		return o.Open(wire.SumKey{Kind: wire.SumMonth, Number: number, Index: month})
	}
	return nil
}

// Open removes a sum and leaves word that it is to be made.
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
