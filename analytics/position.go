package analytics

import (
	"encoding/binary"
	"fmt"
	"io"
)

// position is the end of the log.
type position struct {
	block      uint64 // the number of the newest block
	generation uint32 // the newest generation of words
	writer     uint64 // who wrote it
}

// newWriter draws a number that tells a recorder from others.
func newWriter(random io.Reader) (uint64, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, fmt.Errorf("analytics: drawing a number: %w", err)
	}
	return order.Uint64(b[:]), nil
}

// put stores the position: block and generation as varints, writer as it is.
func (p *position) put(tx Tx) error {
	value := binary.AppendUvarint(newValue(nil), p.block)
	value = binary.AppendUvarint(value, uint64(p.generation))
	value = order.AppendUint64(value, p.writer)
	return tx.Put(TableMeta, []byte(metaPosition), seal(value))
}

// loadPosition reads the position; zeros when nothing was ever written.
func loadPosition(tx Tx) (p position, err error) {
	payload, err := get(tx, TableMeta, []byte(metaPosition))
	if err != nil || payload == nil {
		return p, err
	}
	r := reader{data: payload}
	p = position{block: r.uvarint(), generation: r.uint32(), writer: r.uint64()}
	return p, inRow(r.end(), TableMeta, []byte(metaPosition))
}
