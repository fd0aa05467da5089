package analytics

import "encoding/binary"

// removed says what is gone from the front of the log.
type removed struct {
	// block is the block up to which everything is gone, or about to go.
	block uint64
	// latest is the latest time of what is gone, in milliseconds.
	latest int64
}

// day reports whether clicks of a day may be gone.
func (m removed) day(day uint32) bool { return m.block > 0 && day <= dayOf(m.latest) }

// put stores it: block and time, as varints.
func (m removed) put(tx Tx) error {
	value := binary.AppendUvarint(newValue(nil), m.block)
	value = binary.AppendUvarint(value, uint64(m.latest))
	return tx.Put(TableMeta, []byte(metaRemoved), seal(value))
}

// loadRemoved reads what is gone; zeros when nothing is.
func loadRemoved(tx Tx) (m removed, err error) {
	payload, err := get(tx, TableMeta, []byte(metaRemoved))
	if err != nil || payload == nil {
		return m, err
	}
	r := reader{data: payload}
	m.block = r.uvarint()
	if latest := r.uvarint(); latest <= maxTime {
		m.latest = int64(latest)
	} else {
		r.fail()
	}
	return m, inRow(r.end(), TableMeta, []byte(metaRemoved))
}
