package bolt

import (
	"encoding/binary"
	"hash/crc32"
)

// Every row is sealed: its value begins with the CRC-32C of the bucket's name and the
// key, so that a row that is found at another key is known to be damaged. In most
// buckets, the CRC-32C of that and of the payload follows. Rows of clicks and of the
// search have checksums of their own there.

// The lengths of seals.
const (
	keySealSize = 4
	sealSize    = 8
)

// sumOf returns the checksum of a, which has the checksum before, and b.
func sumOf(before uint32, data []byte) uint32 {
	return crc32.Update(before, crc32.MakeTable(crc32.Castagnoli), data)
}

// keySum returns the checksum of a key.
func (t table) keySum(key []byte) uint32 { return sumOf(sumOf(0, t.name), key) }

// seal returns a payload with its seal.
func (t table) seal(key, payload []byte) []byte {
	value := make([]byte, t.sealSize(), t.sealSize()+len(payload))
	binary.BigEndian.PutUint32(value, t.keySum(key))
	if !t.own {
		binary.BigEndian.PutUint32(value[keySealSize:], valueSum(value, payload))
	}
	return append(value, payload...)
}

// valueSum returns the checksum of a payload whose value begins with the key's.
func valueSum(value, payload []byte) uint32 { return sumOf(sumOf(0, value[:keySealSize]), payload) }

// sealSize returns the length of the table's seals.
func (t table) sealSize() int {
	if t.own {
		return keySealSize
	}
	return sealSize
}

// unseal returns the payload of a row, or an error that names it.
func (t table) unseal(key, value []byte) ([]byte, error) {
	if !t.isOf(key, value) {
		return nil, t.damaged(key, "its key is damaged")
	}
	payload := value[t.sealSize():]
	if !t.own && binary.BigEndian.Uint32(value[keySealSize:]) != valueSum(value, payload) {
		return nil, t.damaged(key, "its checksum does not match")
	}
	return payload, nil
}

// isOf reports whether a value was stored with a key.
func (t table) isOf(key, value []byte) bool {
	return len(value) >= t.sealSize() && binary.BigEndian.Uint32(value) == t.keySum(key)
}
