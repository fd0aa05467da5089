package clicklog

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Epoch is a lease that wrote blocks.
type Epoch struct {
	Number uint64 // [analytics.Lease.Epoch]
	Behind uint64 // the last block before its own
}

// Epochs are the last leases of a lane that wrote blocks, in order. A writer that
// lost the lane during a commit can find out whether its block is in the log: it is
// if the block is not after the Behind of the next epoch.
type Epochs []Epoch

// MaxEpochs is the number of epochs that are kept.
const MaxEpochs = 32

// EndOf returns the last block that a lease can have written, if another one has written
// later. It is unknown if that was too many leases ago.
func (e Epochs) EndOf(number uint64) (block uint64, known bool) {
	i := slices.IndexFunc(e, func(e Epoch) bool { return e.Number > number })
	if i < 0 || i == 0 && len(e) == MaxEpochs {
		return 0, false
	}
	return e[i].Behind, true
}

// begin returns the epochs with another one that begins after a block.
func (e Epochs) begin(number, behind uint64) Epochs {
	if n := len(e); n >= MaxEpochs {
		e = e[n-MaxEpochs+1:]
	}
	return append(e, Epoch{number, behind})
}

// put stores the epochs as two varints each.
func (e Epochs) put(tx analytics.Tx) error {
	value := wire.NewValue(nil)
	for _, e := range e {
		value = binary.AppendUvarint(value, e.Number)
		value = binary.AppendUvarint(value, e.Behind)
	}
	return tx.Put(analytics.TableMeta, []byte(wire.MetaEpochs), wire.Seal(value))
}

// LoadEpochs reads the epochs.
func LoadEpochs(tx analytics.Tx) (e Epochs, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaEpochs))
	if err != nil || payload == nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	for r.Left() > 0 {
		next := Epoch{r.Uvarint(), r.Uvarint()}
		if n := len(e); n == MaxEpochs || n > 0 && (next.Number <= e[n-1].Number || next.Behind < e[n-1].Behind) {
			r.Fail()
		}
		e = append(e, next)
	}
	return e, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaEpochs))
}

// BeginEpoch stores that the blocks of a new lease begin after the block behind.
func BeginEpoch(tx analytics.Tx, number, behind uint64) error {
	all, err := LoadEpochs(tx)
	if err != nil {
		return err
	}
	return all.begin(number, behind).put(tx)
}
