package bolt

import (
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// The layout of a journal, which the documentation of the package describes.
const (
	journalMark = "lpjrnl\x00\x01"
	headerSize  = 20
	recordSize  = 28 // without the operations
)

// The kinds of operations.
const (
	operationPut byte = iota + 1
	operationDelete
)

// appendHeader appends the header of a journal.
func appendHeader(data []byte, id uint64) []byte {
	data = binary.BigEndian.AppendUint64(append(data, journalMark...), id)
	return binary.BigEndian.AppendUint32(data, sumOf(0, data))
}

// cutHeader returns the id of a journal and its records.
func cutHeader(data []byte) (id uint64, records []byte, err error) {
	if len(data) < headerSize || string(data[:8]) != journalMark ||
		sumOf(0, data[:16]) != binary.BigEndian.Uint32(data[16:]) {
		return 0, nil, fmt.Errorf("%w: it does not begin like a journal", ErrCorrupt)
	}
	return binary.BigEndian.Uint64(data[8:]), data[headerSize:], nil
}

// entry is a record: what an update wrote.
type entry struct {
	id         uint64 // of the journal
	tx         uint64 // the transaction
	number     uint32 // in the transaction
	operations []byte
}

// appendRecord appends a record.
func appendRecord(data []byte, r entry) []byte {
	begin := len(data)
	data = binary.BigEndian.AppendUint64(data, r.id)
	data = append(data, 0, 0, 0, 0)
	data = binary.BigEndian.AppendUint32(data, uint32(len(r.operations)))
	data = binary.BigEndian.AppendUint64(data, r.tx)
	data = binary.BigEndian.AppendUint32(data, r.number)
	data = append(data, r.operations...)
	binary.BigEndian.PutUint32(data[begin+8:], sumOf(0, data[begin+12:]))
	return data
}

// cutRecord returns the record of a journal at the beginning of data, and what is behind
// it. ok is false if there is none, or a part of one.
func cutRecord(data []byte, id uint64) (r entry, rest []byte, ok bool) {
	if len(data) < recordSize || binary.BigEndian.Uint64(data) != id {
		return entry{}, nil, false
	}
	length := uint64(binary.BigEndian.Uint32(data[12:]))
	if length > uint64(len(data)-recordSize) {
		return entry{}, nil, false
	}
	end := recordSize + int(length)
	if sumOf(0, data[12:end]) != binary.BigEndian.Uint32(data[8:]) {
		return entry{}, nil, false
	}
	r = entry{id, binary.BigEndian.Uint64(data[16:]), binary.BigEndian.Uint32(data[24:]), data[recordSize:end]}
	return r, data[end:], true
}

// operation is the writing or removal of a row of lane 0.
type operation struct {
	kind       byte
	table      analytics.Table
	key, value []byte
}

// appendOperation appends an operation.
func appendOperation(data []byte, o operation) []byte {
	data = appendPart(append(data, o.kind), o.table)
	return appendPart(appendPart(data, o.key), o.value)
}

// appendPart appends a part of an operation.
func appendPart[T ~string | ~[]byte](data []byte, part T) []byte {
	return append(binary.AppendUvarint(data, uint64(len(part))), part...)
}

// appendOperations appends the operations of a record to those before.
func appendOperations(all []operation, data []byte) ([]operation, error) {
	for len(data) > 0 {
		o := operation{kind: data[0]}
		rest := data[1:]
		var parts [3][]byte
		for i := range parts {
			length, n := binary.Uvarint(rest)
			if n <= 0 || length > uint64(len(rest)-n) {
				return nil, fmt.Errorf("%w: a record of it ends within an operation", ErrCorrupt)
			}
			parts[i], rest = rest[n:n+int(length)], rest[n+int(length):]
		}
		if o.kind != operationPut && o.kind != operationDelete {
			return nil, fmt.Errorf("%w: it has an operation of the unknown kind %d", ErrCorrupt, o.kind)
		}
		o.table, o.key, o.value, data = analytics.Table(parts[0]), parts[1], parts[2], rest
		all = append(all, o)
	}
	return all, nil
}

// applyAll does operations.
func applyAll(all []operation, tx *clicksTx) (err error) {
	for _, o := range all {
		if o.kind == operationDelete {
			err = tx.Delete(o.table, o.key)
		} else {
			err = tx.Put(o.table, o.key, o.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
