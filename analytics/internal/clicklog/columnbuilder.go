package clicklog

import (
	"encoding/binary"
	"math/bits"
)

// columnBuilder collects the numbers of a column. It uses its memory again for the next
// chunk.
type columnBuilder struct {
	numbers  []uint32
	greatest uint32
	// values are the different numbers in the order in which they came, and indexes are
	// those of the numbers among them, unless there are too many.
	values  []uint32
	indexes []uint8
	tooMany bool
	slots   [2 * maxValues]uint16 // a hash table of the indexes in values, plus one
}

// reset removes all numbers.
func (c *columnBuilder) reset() {
	if len(c.numbers) == 0 {
		return
	}
	c.numbers, c.values, c.indexes = c.numbers[:0], c.values[:0], c.indexes[:0]
	c.greatest, c.tooMany = 0, false
	clear(c.slots[:])
}

// set sets the number of a record. Records between it and the one before it have zero.
func (c *columnBuilder) set(record int, n uint32) {
	if n != 0 {
		c.fill(record)
		c.add(n)
	}
}

// fill sets the numbers of the last records, up to count, to zero.
func (c *columnBuilder) fill(count int) {
	for len(c.numbers) < count {
		c.add(0)
	}
}

func (c *columnBuilder) add(n uint32) {
	c.greatest = max(c.greatest, n)
	if !c.tooMany {
		c.addIndex(n)
	}
	c.numbers = append(c.numbers, n)
}

// addIndex adds the index of a number.
func (c *columnBuilder) addIndex(n uint32) {
	if last := len(c.numbers) - 1; last >= 0 && c.numbers[last] == n {
		c.indexes = append(c.indexes, c.indexes[last])
		return
	}
	slot := n * 0x9e3779b1 >> 23
	for ; c.slots[slot] != 0; slot = (slot + 1) % uint32(len(c.slots)) {
		if index := c.slots[slot] - 1; c.values[index] == n {
			c.indexes = append(c.indexes, uint8(index))
			return
		}
	}
	if c.tooMany = len(c.values) == maxValues; c.tooMany {
		return
	}
	c.indexes = append(c.indexes, uint8(len(c.values)))
	c.values = append(c.values, n)
	c.slots[slot] = uint16(len(c.values))
}

// varied reports whether count numbers differ, or may differ.
func (c *columnBuilder) varied(count int) bool {
	return len(c.numbers) < count || len(c.values) > 1 || c.tooMany
}

// layout returns the sizes of count numbers, packed and with a dictionary.
func (c *columnBuilder) layout(count int) (plain, listed int) {
	width := bits.Len32(c.greatest)
	plain = 1 + packedSize(count, width)
	if c.tooMany {
		return plain, plain
	}
	return plain, 2 + packedSize(len(c.values), width) + packedSize(count, bits.Len(uint(len(c.values)-1)))
}

// size returns about how many bytes the column has with count numbers.
func (c *columnBuilder) size(count int) int {
	if !c.varied(count) {
		return (bits.Len32(c.greatest) + 6) / 7
	}
	return min(c.layout(count))
}

// append appends the column, see [column].
func (c *columnBuilder) append(b []byte) []byte {
	count, width := len(c.numbers), bits.Len32(c.greatest)
	if !c.varied(count) {
		return binary.AppendUvarint(b, uint64(c.greatest))
	}
	if plain, listed := c.layout(count); plain <= listed {
		return appendPacked(append(b, byte(width)), c.numbers, width)
	}
	last := len(c.values) - 1
	b = appendPacked(append(b, byte(width)|dictionary, byte(last)), c.values, width)
	return appendPacked(b, c.indexes, bits.Len(uint(last)))
}
