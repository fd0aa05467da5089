package analytics

import "encoding/binary"

// epoch is a lease that wrote blocks.
type epoch struct {
	number uint64 // [Lease.Epoch]
	behind uint64 // the block behind which its own begin
}

// epochs are the newest leases of a lane that wrote blocks, in order. They tell
// whoever does not know what became of a commit, and lost the lane, whether it is
// in the log: a block is, when it is not behind the one that the next epoch begins
// behind.
type epochs []epoch

// maxEpochs is how many are kept.
const maxEpochs = 32

// begin returns the epochs when another one begins behind a block.
func (e epochs) begin(number, behind uint64) epochs {
	if n := len(e); n >= maxEpochs {
		e = e[n-maxEpochs+1:]
	}
	return append(e, epoch{number, behind})
}

// put stores the epochs, two varints each.
func (e epochs) put(tx Tx) error {
	value := newValue(nil)
	for _, e := range e {
		value = binary.AppendUvarint(value, e.number)
		value = binary.AppendUvarint(value, e.behind)
	}
	return tx.Put(TableMeta, []byte(metaEpochs), seal(value))
}

// loadEpochs reads the epochs.
func loadEpochs(tx Tx) (e epochs, err error) {
	payload, err := get(tx, TableMeta, []byte(metaEpochs))
	if err != nil || payload == nil {
		return nil, err
	}
	r := reader{data: payload}
	for r.left() > 0 {
		next := epoch{r.uvarint(), r.uvarint()}
		if n := len(e); n == maxEpochs || n > 0 && (next.number <= e[n-1].number || next.behind < e[n-1].behind) {
			r.fail()
		}
		e = append(e, next)
	}
	return e, inRow(r.end(), TableMeta, []byte(metaEpochs))
}

// beginEpoch notes that the blocks of another lease begin behind one.
func beginEpoch(tx Tx, number, behind uint64) error {
	all, err := loadEpochs(tx)
	if err != nil {
		return err
	}
	return all.begin(number, behind).put(tx)
}
