package routing

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

const (
	whole      = 100_000_000 // 100 % in millionths of a percent
	leastShare = 0.000_001   // the smallest percentage above 0
	noise      = 1e-9        // above the rounding error of a sum of percentages
)

const (
	// keyedAgent is how many bytes of a User-Agent are part of the visitor key.
	keyedAgent = 1024
	// maxVisitorKey is how many bytes of a visitor key are used as they are. A
	// longer one is hashed once, so that a table with many splits does not read it
	// for each.
	maxVisitorKey = 128
)

// Draw is a visitor's number in one split.
type Draw struct {
	// Split is the index of the split in [Table.Splits].
	Split int
	// U is the visitor's number, from 0 to below 100.
	U float64

	// point is the number in millionths of a percent, exact where U is rounded.
	point uint64
}

// draw returns the visitor's point in the split. It is taken from draws if it is
// there.
func (t *Table) draw(v *Visit, draws []Draw, split int) ([]Draw, uint64) {
	if drawn := drawOf(draws, split); drawn != nil {
		return draws, drawn.point
	}
	d := newDraw(split, t.number(v, split))
	return append(draws, d), d.point
}

// drawOf returns the draw of a split, or nil. Draws are in the order of their
// splits, unless a host's condition answers the same question in two ways; then a
// draw may not be found and is made again.
func drawOf(draws []Draw, split int) *Draw {
	at, found := slices.BinarySearchFunc(draws, split, func(d Draw, split int) int { return d.Split - split })
	if !found {
		return nil
	}
	return &draws[at]
}

// newDraw converts the 64-bit number x to a draw. Bounds are integers, so
// comparing them with the integral part of whole·x/2⁶⁴ is exact.
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
	if n := len(v.VisitorKey); n > 0 && n <= maxVisitorKey {
		text = append(text, v.VisitorKey...)
	} else {
		key := v.hashedKey()
		text = append(text, key[:]...)
	}
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

// hashedKey returns the visitor key that replaces a missing or long VisitorKey.
func (v *Visit) hashedKey() [sha256.Size]byte {
	switch {
	case v.keyed:
	case v.VisitorKey != "":
		v.key, v.keyed = sha256.Sum256([]byte(v.VisitorKey)), true
	default:
		address := v.Addr.As16()
		text := append(make([]byte, 0, len(address)+keyedAgent), address[:]...)
		text = append(text, v.UserAgent[:min(len(v.UserAgent), keyedAgent)]...)
		v.key, v.keyed = sha256.Sum256(text), true
	}
	return v.key
}

// bound returns a sum of shares in millionths of a percent. Sums above 100 are
// refused elsewhere.
func bound(percentage float64) uint32 {
	return uint32(min(math.Round(percentage*(whole/100)), whole))
}

// percent formats a sum of shares without rounding errors.
func percent(total float64) string {
	return strconv.FormatFloat(math.Round(total*1e9)/1e9, 'f', -1, 64)
}
