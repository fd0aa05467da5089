package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/linkpack/linkpack-go/analytics"
)

// formatVersion is the version of every stored value.
const formatVersion = 9

// SealSize is the length of a value's head: the format version and the payload's
// CRC-32C, big-endian.
const SealSize = 5

// NewValue begins a value in dst's memory. Append the payload, then call [Seal].
func NewValue(dst []byte) []byte {
	return append(dst[:0], formatVersion, 0, 0, 0, 0)
}

// Seal completes a value that NewValue began.
func Seal(value []byte) []byte {
	sum := crc32.Checksum(value[SealSize:], crc32.MakeTable(crc32.Castagnoli))
	binary.BigEndian.PutUint32(value[1:], sum)
	return value
}

// Unseal checks a stored value and returns its payload.
func Unseal(value []byte) ([]byte, error) {
	if len(value) < SealSize {
		return nil, fmt.Errorf("%w: %d bytes are too short", analytics.ErrDamaged, len(value))
	}
	if value[0] != formatVersion {
		return nil, fmt.Errorf("%w: found %d, this release knows %d", analytics.ErrFormat, value[0], formatVersion)
	}
	payload := value[SealSize:]
	if crc32.Checksum(payload, crc32.MakeTable(crc32.Castagnoli)) != binary.BigEndian.Uint32(value[1:]) {
		return nil, fmt.Errorf("%w: the checksum does not match", analytics.ErrDamaged)
	}
	return payload, nil
}

// Get returns the payload of a row, or nil if there is no such row.
func Get(tx analytics.Tx, table analytics.Table, key []byte) ([]byte, error) {
	value, err := tx.Get(table, key)
	if err != nil || value == nil {
		return nil, err
	}
	payload, err := Unseal(value)
	return payload, InRow(err, table, key)
}

// InRow adds the name of a row to an error.
func InRow(err error, table analytics.Table, key []byte) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", RowName(table, key), err)
}

// MustGet is [Get] for a row that must exist.
func MustGet(tx analytics.Tx, table analytics.Table, key []byte) ([]byte, error) {
	payload, err := Get(tx, table, key)
	if err == nil && payload == nil {
		err = fmt.Errorf("%s: %w: the row is missing", RowName(table, key), analytics.ErrDamaged)
	}
	return payload, err
}

// IsDamage reports whether an error says that a stored value is bad. Other errors
// are failures to read.
func IsDamage(err error) bool {
	return errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat)
}
