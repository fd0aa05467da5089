package analytics

import (
	"encoding/binary"
	"fmt"
	"math"
)

// reader takes a payload apart. After the first thing that is not there it
// returns zeros and remembers that it failed, so that a decoder can check once
// at the end; it never reads past the payload.
type reader struct {
	data []byte
	// text is a copy of data, or empty. Strings are parts of it when it is set.
	text   string
	pos    int
	failed bool
}

// left returns the number of bytes that were not read.
func (r *reader) left() int { return len(r.data) - r.pos }

// fail makes everything that follows zero.
func (r *reader) fail() {
	r.failed = true
	r.pos = len(r.data)
}

// uvarint reads an unsigned number.
func (r *reader) uvarint() uint64 {
	if r.pos < len(r.data) && r.data[r.pos] < 0x80 {
		r.pos++
		return uint64(r.data[r.pos-1])
	}
	return r.longUvarint()
}

func (r *reader) longUvarint() uint64 {
	v, n := binary.Uvarint(r.data[r.pos:])
	if n <= 0 {
		r.fail()
		return 0
	}
	r.pos += n
	return v
}

// varint reads a signed number.
func (r *reader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// uint32 reads an unsigned number that must fit in 32 bits.
func (r *reader) uint32() uint32 {
	v := r.uvarint()
	if v > math.MaxUint32 {
		r.fail()
		return 0
	}
	return uint32(v)
}

// count reads how many things follow, each at least size bytes long, and fails
// when there is no room for them: what is allocated is bounded by what is read.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64(r.left()/size) {
		r.fail()
		return 0
	}
	return int(n)
}

// bytes returns the next n bytes of the payload itself.
func (r *reader) bytes(n int) []byte {
	if n > r.left() {
		r.fail()
		return nil
	}
	r.pos += n
	return r.data[r.pos-n : r.pos]
}

// byte reads one byte.
func (r *reader) byte() byte {
	if r.pos >= len(r.data) {
		r.fail()
		return 0
	}
	r.pos++
	return r.data[r.pos-1]
}

// uint64 reads eight bytes.
func (r *reader) uint64() uint64 {
	if b := r.bytes(8); b != nil {
		return order.Uint64(b)
	}
	return 0
}

// string reads a string with its length before it.
func (r *reader) string() string {
	b := r.bytes(r.count(1))
	if r.text != "" {
		return r.text[r.pos-len(b) : r.pos]
	}
	return string(b)
}

// whole returns an error when something was not there.
func (r *reader) whole() error {
	if r.failed {
		return fmt.Errorf("%w: it cannot be decoded", ErrDamaged)
	}
	return nil
}

// end returns an error when the payload was not read to its end and no further.
func (r *reader) end() error {
	if r.left() > 0 {
		return fmt.Errorf("%w: %d bytes too many", ErrDamaged, r.left())
	}
	return r.whole()
}

// appendString appends a string with its length before it.
func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
