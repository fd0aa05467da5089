package analytics

import (
	"encoding/binary"
)

// erasureKey is the key of the value that says up to which block the clicks of
// a link are being erased.
func erasureKey(link uint32) []byte {
	return order.AppendUint32([]byte(metaErasure), link)
}

// loadErasure returns the block up to which the clicks of a link are being
// erased; 0 when they are not.
func loadErasure(tx Tx, link uint32) (uint64, error) {
	key := erasureKey(link)
	payload, err := get(tx, TableMeta, key)
	if err != nil || payload == nil {
		return 0, err
	}
	return decodeErasure(key, payload)
}

func decodeErasure(key, payload []byte) (uint64, error) {
	r := reader{data: payload}
	block := r.uvarint()
	return block, inRow(r.end(), TableMeta, key)
}

// putErasure stores it: the block as a varint.
func putErasure(tx Tx, link uint32, block uint64) error {
	return tx.Put(TableMeta, erasureKey(link), seal(binary.AppendUvarint(newValue(nil), block)))
}

// loadErasures returns all erasures that are not finished.
func loadErasures(tx Tx) (map[uint32]uint64, error) {
	erasures := make(map[uint32]uint64)
	for row, err := range tx.Scan(TableMeta, erasureKey(0), erasureKey(noLink)) {
		if err != nil {
			return nil, err
		}
		payload, err := unseal(row.Value)
		if err != nil || len(row.Key) != len(metaErasure)+4 {
			return nil, inRow(err, TableMeta, row.Key)
		}
		if erasures[order.Uint32(row.Key[len(metaErasure):])], err = decodeErasure(row.Key, payload); err != nil {
			return nil, err
		}
	}
	return erasures, nil
}
