package analytics

import (
	"bytes"
	"encoding/binary"
)

// erasures are the links whose clicks are being erased, with the block up to
// which they are.
type erasures map[uint32]uint64

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
func loadErasures(tx Tx) (erasures, error) {
	all := make(erasures)
	for row, err := range tx.Scan(TableMeta, erasureKey(0), erasureKey(noLink)) {
		if err != nil {
			return nil, err
		}
		block, err := erasureOf(row)
		if err != nil {
			return nil, err
		}
		all[order.Uint32(row.Key[len(metaErasure):])] = block
	}
	return all, nil
}

// erasureOf returns the block that a row has.
func erasureOf(row Row) (uint64, error) {
	payload, err := unseal(row.Value)
	if err == nil {
		err = checkKey(row.Key, len(metaErasure)+4)
	}
	if err != nil {
		return 0, inRow(err, TableMeta, row.Key)
	}
	return decodeErasure(row.Key, payload)
}

// void reports whether a group is erased.
func (e erasures) void(link uint32, block uint64) bool { return block <= e[link] }

// scanRows is the number of rows of the log that one view reads of those that
// are looked at in order.
const scanRows = 2000

// removeRows is the number of rows that one transaction removes or overwrites.
const removeRows = 64

// find returns the keys of chunks with erased groups, from next on up to a
// block, and where to go on; nil at the end. A chunk that cannot be read is
// left: who asks for its clicks is told so.
func (e erasures) find(tx Tx, next []byte, last uint64) (keys [][]byte, goOn []byte, err error) {
	rows := 0
	for row, err := range tx.Scan(TableLog, next, logKey(last+1, 0, 0)) {
		if err != nil {
			return nil, nil, err
		}
		if rows++; rows > scanRows || len(keys) == removeRows {
			return keys, bytes.Clone(row.Key), nil
		}
		chunk, err := chunkOf(row)
		if err != nil || chunk == nil {
			continue
		}
		for g, err := range chunk.all() {
			if err == nil && e.void(g.link, chunk.block) {
				keys = append(keys, bytes.Clone(row.Key))
				break
			}
		}
	}
	return keys, nil, nil
}

// overwrite erases the groups of chunks.
func (e erasures) overwrite(tx Tx, keys [][]byte) error {
	var changed []Row
	for row, err := range tx.GetAll(TableLog, keys) {
		if err != nil {
			return err
		}
		chunk, err := chunkOf(row)
		if err == nil {
			row.Value, err = chunk.rewrite(func(g *group) bool { return !e.void(g.link, chunk.block) })
		}
		if err != nil {
			return inRow(err, TableLog, row.Key)
		}
		changed = append(changed, row)
	}
	for _, row := range changed {
		if err := tx.Put(TableLog, row.Key, row.Value); err != nil {
			return err
		}
	}
	return nil
}
