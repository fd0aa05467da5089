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
	if !o.Closed.HasDay(0, day) && day >= o.After {
		return nil // the day is not closed for any number, as for most clicks
	}
	for _, k := range wire.SumsOf(link, o.Members.Workspace(link), day) {
		if !o.Closed.Has(k, day) {
			continue
		}
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
