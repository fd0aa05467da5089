package routing

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
)

const (
	whole      = 100_000_000 // 100 % in millionths of a percent
	leastShare = 0.000_001   // the least percentage but 0
	noise      = 1e-9        // more than a sum of percentages is ever wrong by
)

// keyedAgent is how much of a User-Agent goes into the visitor key.
const keyedAgent = 1024

// Draw is the number a visitor has in one split.
type Draw struct {
	// Split is the index, in the order of their first rules, of the table's
	// splits.
	Split int
	// U is the visitor's number, at least 0 and below 100.
	U float64

	// point is U in whole millionths, exact where U is rounded.
	point uint64
}

// draw returns the visitor's point in the split, from draws when it has been
// drawn before.
func (t *Table) draw(v *Visit, draws []Draw, split int) ([]Draw, uint64) {
	for i := range draws {
		if draws[i].Split == split {
			return draws, draws[i].point
		}
	}
	d := newDraw(split, t.number(v, split))
	return append(draws, d), d.point
}

// newDraw turns the 64-bit number x into a draw. Bounds are whole millionths,
// so comparing them with the integral part of whole·x/2⁶⁴ is exact.
func newDraw(split int, x uint64) Draw {
	point, _ := bits.Mul64(x, whole)
	// 53 bits fit a float64 exactly; more could round u up to 100.
	return Draw{Split: split, U: float64(x>>11) * 100 / (1 << 53), point: point}
}

// number returns the 64-bit number of the visitor in the split.
func (t *Table) number(v *Visit, split int) uint64 {
	text := append(make([]byte, 0, 256), t.key[:]...)
	text = append(text, t.splits[split]...)
	text = append(text, 0)
	if v.VisitorKey != "" {
		text = append(text, v.VisitorKey...)
	} else {
		key := v.defaultKey()
		text = append(text, key[:]...)
	}
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

// defaultKey stands in for a missing VisitorKey.
func (v *Visit) defaultKey() [sha256.Size]byte {
	if !v.keyed {
		address := v.Addr.As16()
		text := append(make([]byte, 0, len(address)+keyedAgent), address[:]...)
		text = append(text, v.UserAgent[:min(len(v.UserAgent), keyedAgent)]...)
		v.key, v.keyed = sha256.Sum256(text), true
	}
	return v.key
}

// bound returns a sum of shares in whole millionths of a percent. A sum that is
// more than all is refused elsewhere.
func bound(percentage float64) uint32 {
	return uint32(min(math.Round(percentage*(whole/100)), whole))
}

// percent writes a sum of shares the way a person would.
func percent(total float64) string {
	return strconv.FormatFloat(math.Round(total*1e9)/1e9, 'f', -1, 64)
}
