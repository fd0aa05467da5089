package analytics

import "encoding/binary"

// position is the end of the log.
type position struct {
	block      uint64 // the number of the newest block
	generation uint32 // the newest generation of words
	epoch      uint64 // of the lease that wrote it
}

// put stores the position, three varints.
func (p *position) put(tx Tx) error {
	value := binary.AppendUvarint(newValue(nil), p.block)
	value = binary.AppendUvarint(value, uint64(p.generation))
	value = binary.AppendUvarint(value, p.epoch)
	return tx.Put(TableMeta, []byte(metaPosition), seal(value))
}

// loadPosition reads the position; zeros when nothing was ever written.
func loadPosition(tx Tx) (p position, err error) {
	payload, err := get(tx, TableMeta, []byte(metaPosition))
	if err != nil || payload == nil {
		return p, err
	}
	r := reader{data: payload}
	p = position{block: r.uvarint(), generation: r.uint32(), epoch: r.uvarint()}
	return p, inRow(r.end(), TableMeta, []byte(metaPosition))
}
