package analytics

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// formatVersion is the version of every stored value. A format that changes
// gets a version of its own.
const formatVersion = 4

// sealSize is the length of what stands before each value's payload: the
// format version and the payload's CRC-32C, big-endian.
const sealSize = 5

// newValue begins a value in dst's memory. Append the payload, then seal it.
func newValue(dst []byte) []byte {
	return append(dst[:0], formatVersion, 0, 0, 0, 0)
}

// seal completes a value that newValue began.
func seal(value []byte) []byte {
	sum := crc32.Checksum(value[sealSize:], crc32.MakeTable(crc32.Castagnoli))
	binary.BigEndian.PutUint32(value[1:], sum)
	return value
}

// unseal returns the payload of a stored value.
func unseal(value []byte) ([]byte, error) {
	if len(value) < sealSize {
		return nil, fmt.Errorf("%w: %d bytes are too short", ErrDamaged, len(value))
	}
	if value[0] != formatVersion {
		return nil, fmt.Errorf("%w: found %d, this release knows %d", ErrFormat, value[0], formatVersion)
	}
	payload := value[sealSize:]
	if crc32.Checksum(payload, crc32.MakeTable(crc32.Castagnoli)) != binary.BigEndian.Uint32(value[1:]) {
		return nil, fmt.Errorf("%w: the checksum does not match", ErrDamaged)
	}
	return payload, nil
}

// get returns the payload of a row, or nil when there is none.
func get(tx Tx, table Table, key []byte) ([]byte, error) {
	value, err := tx.Get(table, key)
	if err != nil || value == nil {
		return nil, err
	}
	payload, err := unseal(value)
	return payload, inRow(err, table, key)
}

// inRow adds to an error which row it is about.
func inRow(err error, table Table, key []byte) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", rowName(table, key), err)
}

// mustGet returns the payload of a row that has to be there.
func mustGet(tx Tx, table Table, key []byte) ([]byte, error) {
	payload, err := get(tx, table, key)
	if err == nil && payload == nil {
		err = fmt.Errorf("%s: %w: it is missing", rowName(table, key), ErrDamaged)
	}
	return payload, err
}

// isDamage reports whether an error is about what is stored, and not about
// reading it.
func isDamage(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrFormat) }
