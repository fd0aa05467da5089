package wire

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
)

// Reader takes a payload apart. After the first thing that is not there it
// returns zeros and remembers that it failed, so that a decoder can check once
// at the end; it never reads past the payload.
type Reader struct {
	Data []byte
	// Text is a copy of data, or empty. Strings are parts of it when it is set.
	Text   string
	Pos    int
	Failed bool
}

// Left returns the number of bytes that were not read.
func (r *Reader) Left() int { return len(r.Data) - r.Pos }

// Fail makes everything that follows zero.
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

// Count reads how many things follow, each at least size bytes long, and fails
// when there is no room for them: what is allocated is bounded by what is read.
func (r *Reader) Count(size int) int {
	n := r.Uvarint()
	if n > uint64(r.Left()/size) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Bytes returns the next n bytes of the payload itself.
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

// Uint64 reads eight bytes.
func (r *Reader) Uint64() uint64 {
	if b := r.Bytes(8); b != nil {
		return Order.Uint64(b)
	}
	return 0
}

// String reads a string with its length before it.
func (r *Reader) String() string {
	b := r.Bytes(r.Count(1))
	if r.Text != "" {
		return r.Text[r.Pos-len(b) : r.Pos]
	}
	return string(b)
}

// Whole returns an error when something was not there.
func (r *Reader) Whole() error {
	if r.Failed {
		return fmt.Errorf("%w: it cannot be decoded", analytics.ErrDamaged)
	}
	return nil
}

// End returns an error when the payload was not read to its end and no further.
func (r *Reader) End() error {
	if r.Left() > 0 {
		return fmt.Errorf("%w: %d bytes too many", analytics.ErrDamaged, r.Left())
	}
	return r.Whole()
}

// AppendString appends a string with its length before it.
func AppendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
