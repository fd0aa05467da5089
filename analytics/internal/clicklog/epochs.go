package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Epoch is a lease that wrote blocks.
type Epoch struct {
	Number uint64 // [analytics.Lease.Epoch]
	Behind uint64 // the block behind which its own begin
}

// Epochs are the newest leases of a lane that wrote blocks, in order. They tell
// whoever does not know what became of a commit, and lost the lane, whether it is
// in the log: a block is, when it is not behind the one that the next epoch begins
// behind.
type Epochs []Epoch

// MaxEpochs is how many are kept.
const MaxEpochs = 32

// begin returns the epochs when another one begins behind a block.
func (e Epochs) begin(number, behind uint64) Epochs {
	if n := len(e); n >= MaxEpochs {
		e = e[n-MaxEpochs+1:]
	}
	return append(e, Epoch{number, behind})
}

// put stores the epochs, two varints each.
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

// BeginEpoch notes that the blocks of another lease begin behind one.
func BeginEpoch(tx analytics.Tx, number, behind uint64) error {
	all, err := LoadEpochs(tx)
	if err != nil {
		return err
	}
	return all.begin(number, behind).put(tx)
}
