package linkindex

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/bits"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The lengths of the parts of a row.
const (
	sumSize  = 4
	bitsSize = 8 // of the slots
)

// Row returns the row of the segment. It is nil for one without links.
func (s *Segment) Row() []byte {
	if s.slots == 0 {
		return nil
	}
	return join(s.head(), bytes.Join(s.texts[:], nil))
}

// join returns the row with a head and texts.
func join(head, texts []byte) []byte {
	row := make([]byte, sumSize, 2*sumSize+binary.MaxVarintLen32+len(head)+len(texts))
	row = append(binary.AppendUvarint(row, uint64(len(head))), head...)
	sum := sumOf(0, row[sumSize:])
	binary.BigEndian.PutUint32(row, sum)
	return append(binary.BigEndian.AppendUint32(row, sumOf(sum, texts)), texts...)
}

// head returns the head of the segment.
func (s *Segment) head() []byte {
	head := binary.BigEndian.AppendUint64(nil, s.slots)
	for _, bits := range []uint64{s.open, s.archived, s.deleted} {
		head = binary.AppendUvarint(head, bits)
	}
	terms := appendTerms(nil, s.terms)
	head = append(binary.AppendUvarint(head, uint64(len(terms))), terms...)
	return append(head, summaryOf(s.texts[:])...)
}

// sumOf returns the checksum of data behind what has the checksum before.
func sumOf(before uint32, data []byte) uint32 {
	return crc32.Update(before, crc32.MakeTable(crc32.Castagnoli), data)
}

// row is a row, divided into its parts.
type row struct {
	marks
	terms   []byte
	summary summary
	sum     uint32 // of the head
	rest    []byte // the texts and their checksum
}

// divide returns the parts of a row. The texts are not checked.
func divide(data []byte) (r row, err error) {
	if len(data) < sumSize {
		return row{}, damaged("it is too short")
	}
	head, rest, ok := cut(data[sumSize:])
	if !ok {
		return row{}, damaged("its length is wrong")
	}
	r.sum, r.rest = binary.BigEndian.Uint32(data), rest
	if r.sum != sumOf(0, data[sumSize:len(data)-len(rest)]) {
		return row{}, damaged("the checksum of its head does not match")
	}
	return r, r.divideHead(head)
}

// divideHead sets the parts that are in the head.
func (r *row) divideHead(head []byte) error {
	if len(head) < bitsSize {
		return damaged("its head is too short")
	}
	r.slots, head = binary.BigEndian.Uint64(head), head[bitsSize:]
	for _, links := range []*uint64{&r.open, &r.archived, &r.deleted} {
		var n int
		if *links, n = binary.Uvarint(head); n <= 0 || *links&^r.slots != 0 {
			return damaged("it lacks a link that it tells of")
		}
		head = head[n:]
	}
	terms, rest, ok := cut(head)
	if !ok || bits.OnesCount(uint(len(rest))) != 1 {
		return damaged("the length of its terms is wrong")
	}
	r.terms, r.summary = terms, rest
	return nil
}

// texts returns the texts of all links.
func (r row) texts() ([]byte, error) {
	if len(r.rest) < sumSize || binary.BigEndian.Uint32(r.rest) != sumOf(r.sum, r.rest[sumSize:]) {
		return nil, damaged("the checksum of its texts does not match")
	}
	return r.rest[sumSize:], nil
}

// cut returns the first part of data, which begins with its length, and the rest.
func cut(data []byte) (part, rest []byte, ok bool) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, nil, false
	}
	end := n + int(size)
	return data[n:end:end], data[end:], true
}

func damaged(reason string) error {
	return fmt.Errorf("%w: a segment of the search: %s", linkpack.ErrDamaged, reason)
}
