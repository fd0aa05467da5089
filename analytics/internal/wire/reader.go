package wire

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
)

// Reader decodes a payload. When something is missing or invalid, it remembers
// that it failed and returns zeros from then on. So a decoder can check for errors
// once, at the end. It never reads past the payload.
type Reader struct {
	Data []byte // the payload
	// Text is a copy of Data or empty. If it is set, strings are parts of it and
	// need no memory of their own.
	Text   string
	Pos    int  // of the next byte
	Failed bool // see Fail
}

// Left returns the number of bytes that are not read yet.
func (r *Reader) Left() int { return len(r.Data) - r.Pos }

// Fail ends reading: everything that is read from now on is zero.
func (r *Reader) Fail() {
	r.Failed = true
	r.Pos = len(r.Data)
}

// Uvarint reads an unsigned number.
func (r *Reader) Uvarint() uint64 {
	if r.Pos < len(r.Data) && r.Data[r.Pos] < 0x80 {
		r.Pos++
		return uint64(r.Data[r.Pos-1])
	}
	return r.longUvarint()
}

func (r *Reader) longUvarint() uint64 {
	v, n := binary.Uvarint(r.Data[r.Pos:])
	if n <= 0 {
		r.Fail()
		return 0
	}
	r.Pos += n
	return v
}

// SkipUvarints skips unsigned numbers.
func (r *Reader) SkipUvarints(n int) {
	const last = 0x8080808080808080 // not set in the last byte of a number
	for n >= 8 && r.Left() >= 8 {
		n -= bits.OnesCount64(^Order.Uint64(r.Data[r.Pos:]) & last)
		r.Pos += 8
	}
	for ; n > 0 && !r.Failed; n-- {
		r.Uvarint()
	}
}

// Varint reads a signed number.
func (r *Reader) Varint() int64 {
	u := r.Uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// Uint32 reads an unsigned number that must fit in 32 bits.
func (r *Reader) Uint32() uint32 {
	v := r.Uvarint()
	if v > math.MaxUint32 {
		r.Fail()
		return 0
	}
	return uint32(v)
}

// Count reads the number of items that follow, each at least size bytes long. It
// fails when the rest of the payload is too short for them, so that damaged data
// cannot cause large allocations.
func (r *Reader) Count(size int) int {
	n := r.Uvarint()
	if n > uint64(r.Left()/size) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Bytes returns the next n bytes. They are part of the payload, not a copy.
func (r *Reader) Bytes(n int) []byte {
	if n > r.Left() {
		r.Fail()
		return nil
	}
	r.Pos += n
	return r.Data[r.Pos-n : r.Pos]
}

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if r.Pos >= len(r.Data) {
		r.Fail()
		return 0
	}
	r.Pos++
	return r.Data[r.Pos-1]
}

// Skip skips the next byte if it is b, and reports whether it was.
func (r *Reader) Skip(b byte) bool {
	if r.Pos >= len(r.Data) || r.Data[r.Pos] != b {
		return false
	}
	r.Pos++
	return true
}

// Uint64 reads a number of eight bytes, big-endian.
func (r *Reader) Uint64() uint64 {
	if b := r.Bytes(8); b != nil {
		return Order.Uint64(b)
	}
	return 0
}

// String reads a string that [AppendString] wrote.
func (r *Reader) String() string {
	b := r.Bytes(r.Count(1))
	if r.Text != "" {
		return r.Text[r.Pos-len(b) : r.Pos]
	}
	return string(b)
}

// Whole returns an error when reading failed.
func (r *Reader) Whole() error {
	if r.Failed {
		return fmt.Errorf("%w: cannot be decoded", analytics.ErrDamaged)
	}
	return nil
}

// End returns an error when reading failed or bytes are left.
func (r *Reader) End() error {
	if r.Left() > 0 {
		return fmt.Errorf("%w: %d bytes too many", analytics.ErrDamaged, r.Left())
	}
	return r.Whole()
}

// AppendString appends the length of a string and the string.
func AppendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
