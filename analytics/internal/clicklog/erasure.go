package clicklog

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Erasures are the links whose clicks are being erased. The value is the block up
// to which they are erased.
type Erasures map[uint32]uint64

// ErasureKey returns the key of a link's erasure in [analytics.TableMeta].
func ErasureKey(link uint32) []byte {
	return wire.Order.AppendUint32([]byte(wire.MetaErasure), link)
}

// LoadErasure returns the block up to which the clicks of a link are being erased,
// or 0 if they are not.
func LoadErasure(tx analytics.Tx, link uint32) (uint64, error) {
	key := ErasureKey(link)
	payload, err := wire.Get(tx, analytics.TableMeta, key)
	if err != nil || payload == nil {
		return 0, err
	}
	return decodeErasure(key, payload)
}

func decodeErasure(key, payload []byte) (uint64, error) {
	r := wire.Reader{Data: payload}
	block := r.Uvarint()
	return block, wire.InRow(r.End(), analytics.TableMeta, key)
}

// PutErasure stores the block up to which the clicks of a link are being erased, as
// a varint.
func PutErasure(tx analytics.Tx, link uint32, block uint64) error {
	return tx.Put(analytics.TableMeta, ErasureKey(link), wire.Seal(binary.AppendUvarint(wire.NewValue(nil), block)))
}

// LoadErasures returns all erasures that are not finished.
func LoadErasures(tx analytics.Tx) (Erasures, error) {
	var first error
	all, err := LoadReadableErasures(tx, func(_ uint32, err error) {
		if first == nil {
			first = err
		}
	})
	return all, errors.Join(err, first)
}

// LoadReadableErasures is LoadErasures without those that are damaged. It calls damaged
// for them.
func LoadReadableErasures(tx analytics.Tx, damaged func(link uint32, err error)) (Erasures, error) {
	all := make(Erasures)
	for row, err := range tx.Scan(analytics.TableMeta, ErasureKey(0), ErasureKey(wire.NoLink)) {
		if err != nil {
			return nil, err
		}
		block, err := ErasureOf(row)
		if len(row.Key) != len(wire.MetaErasure)+4 {
			return nil, err
		}
		link := wire.Order.Uint32(row.Key[len(wire.MetaErasure):])
		if err != nil {
			damaged(link, err)
			continue
		}
		all[link] = block
	}
	return all, nil
}

// ErasureOf decodes a row of an erasure: it returns the block up to which the link's
// clicks are erased.
func ErasureOf(row analytics.Row) (uint64, error) {
	payload, err := wire.Unseal(row.Value)
	if err == nil {
		err = wire.CheckKey(row.Key, len(wire.MetaErasure)+4)
	}
	if err != nil {
		return 0, wire.InRow(err, analytics.TableMeta, row.Key)
	}
	return decodeErasure(row.Key, payload)
}

// Void reports whether a link's clicks of a block are erased.
func (e Erasures) Void(link uint32, block uint64) bool { return block <= e[link] }

// ScanRows is the number of rows of the log that upkeep reads in one view.
const ScanRows = 2000

// RemoveRows is the number of rows that upkeep removes or overwrites in one
// transaction.
const RemoveRows = 64

// Find returns the keys of chunks with clicks to erase, from next on and up to the
// block last. goOn is the next key to read, nil at the end. It calls damaged for each row
// that it leaves out because it cannot be read.
func (e Erasures) Find(tx analytics.Tx, next []byte, last uint64, damaged func(error)) (keys [][]byte, goOn []byte, err error) {
	rows := 0
	for row, err := range tx.Scan(analytics.TableLog, next, wire.LogKey(last+1, 0, 0)) {
		if err != nil {
			return nil, nil, err
		}
		if rows++; rows > ScanRows || len(keys) == RemoveRows {
			return keys, bytes.Clone(row.Key), nil
		}
		if hasGroup(row, damaged, e.voids) {
			keys = append(keys, bytes.Clone(row.Key))
		}
	}
	return keys, nil, nil
}

// voids reports whether the clicks of a group are erased.
func (e Erasures) voids(c *Chunk, g *Group) (bool, error) { return e.Void(g.Link, c.Block), nil }

// Overwrite erases clicks from the chunks that [Erasures.Find] found, and from the
// indexes. It calls damaged for each row that it leaves out because it cannot be read.
func (e Erasures) Overwrite(tx analytics.Tx, keys [][]byte, damaged func(error)) error {
	return overwrite(tx, keys, damaged, func(chunk *Chunk, erased Index) ([]byte, error) {
		return chunk.Rewrite(func(g *Group) bool {
			void := e.Void(g.Link, chunk.Block)
			if void {
				_ = erased.addGroup(chunk, g) // what cannot be read is in no index
			}
			return !void
		})
	})
}
