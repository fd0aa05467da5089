package clicklog

import (
	"bytes"
	"encoding/binary"
	"iter"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// VisitorErasure names visitors whose clicks and conversions are being blanked: those
// with one of the persons up to a time, with one of the ids, and conversions of clicks with one of
// the ids. It is stored until that is done.
type VisitorErasure struct {
	Block uint64 // the last one with clicks to blank
	// Secret derives the hashes that replace those of visitors. It is random, and
	// gone when the erasure is done.
	Secret [32]byte
	// IDs are those of tracked clicks.
	IDs map[analytics.ClickID]struct{}
	// Persons are those of [analytics.Hit.Person].
	Persons map[uint64]struct{}
	// Until is the time of the last clicks of Persons to blank, in Unix milliseconds.
	Until int64
}

// BlankKey returns the key of a part of the visitors in [analytics.TableMeta].
func BlankKey(part uint32) []byte {
	return wire.Order.AppendUint32([]byte(wire.MetaBlank), part)
}

// PutVisitorErasures stores erasures beside those that are not finished. It replaces one
// of the same visitors.
func PutVisitorErasures(tx analytics.Tx, all []*VisitorErasure) error {
	var damaged []string
	stored, err := LoadVisitorErasures(tx, func(key []byte, _ error) { damaged = append(damaged, string(key)) })
	if err != nil {
		return err
	}
	for _, key := range damaged {
		stored[key] = &VisitorErasure{}
	}
	for _, v := range all {
		key := v.keyIn(stored)
		if err := tx.Put(analytics.TableMeta, []byte(key), v.Value()); err != nil {
			return err
		}
		stored[key] = v
	}
	return nil
}

// keyIn returns the key of the erasure of the same visitors among those that are stored,
// or else the first that is free.
func (v *VisitorErasure) keyIn(stored map[string]*VisitorErasure) string {
	for key, old := range stored {
		if old.Until == v.Until && maps.Equal(old.IDs, v.IDs) && maps.Equal(old.Persons, v.Persons) {
			return key
		}
	}
	part := uint32(0)
	for stored[string(BlankKey(part))] != nil {
		part++
	}
	return string(BlankKey(part))
}

// Value returns the stored value, also that of an [analytics.RequestEraseVisitors]: the block and the time as varints, the secret, the
// number of ids, the ids, and the persons in 8 bytes each.
func (v *VisitorErasure) Value() []byte {
	value := binary.AppendUvarint(wire.NewValue(nil), v.Block)
	value = append(binary.AppendVarint(value, v.Until), v.Secret[:]...)
	value = binary.AppendUvarint(value, uint64(len(v.IDs)))
	for id := range v.IDs {
		value = append(value, id[:]...)
	}
	for person := range v.Persons {
		value = wire.Order.AppendUint64(value, person)
	}
	return wire.Seal(value)
}

// DecodeVisitorErasure decodes the value of an erasure.
func DecodeVisitorErasure(value []byte) (v *VisitorErasure, err error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	v = &VisitorErasure{Block: r.Uvarint(), Until: r.Varint(), IDs: make(map[analytics.ClickID]struct{}), Persons: make(map[uint64]struct{})}
	copy(v.Secret[:], r.Bytes(len(v.Secret)))
	for range r.Count(len(analytics.ClickID{})) {
		v.IDs[analytics.ClickID(r.Bytes(len(analytics.ClickID{})))] = struct{}{}
	}
	for r.Left() > 0 {
		v.Persons[r.Uint64()] = struct{}{}
	}
	return v, r.End()
}

// LoadVisitorErasures returns the erasures that are not finished, by their keys. It
// calls damaged for those that cannot be read.
func LoadVisitorErasures(tx analytics.Tx, damaged func(key []byte, err error)) (map[string]*VisitorErasure, error) {
	all := make(map[string]*VisitorErasure)
	for row, err := range tx.Scan(analytics.TableMeta, []byte(wire.MetaBlank), wire.AfterPrefix([]byte(wire.MetaBlank))) {
		if err != nil {
			return nil, err
		}
		v, err := DecodeVisitorErasure(row.Value)
		if err != nil {
			damaged(bytes.Clone(row.Key), wire.InRow(err, analytics.TableMeta, row.Key))
			continue
		}
		all[string(row.Key)] = v
	}
	return all, nil
}

// Blocks returns the blocks that may have something to blank, rising.
func (v *VisitorErasure) Blocks(tx analytics.Tx) ([]uint64, error) {
	gone, err := LoadRemoved(tx)
	if err != nil {
		return nil, err
	}
	found := make(map[uint64]struct{})
	for _, blocks := range v.indexed(tx) {
		for block, err := range blocks {
			if err != nil {
				return nil, err
			}
			if gone.Block < block && block <= v.Block {
				found[block] = struct{}{}
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// indexed returns what the indexes have of the visitors.
func (v *VisitorErasure) indexed(tx analytics.Tx) (all []iter.Seq2[uint64, error]) {
	for person := range v.Persons {
		all = append(all, BlocksOfPerson(tx, person, v.Block))
	}
	for id := range v.IDs {
		all = append(all, BlocksOfID(tx, id), BlocksOfConversions(tx, id))
	}
	return all
}
