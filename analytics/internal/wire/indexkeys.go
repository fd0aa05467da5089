package wire

import "github.com/linkpack/linkpack-go/analytics"

// BlockSize is the length of a block's number in keys.
const BlockSize = 8

// IDUnit is the number of milliseconds whose ids share a row for each block. A power of
// two, so that about four blocks of live clicks have one.
const IDUnit = 128

// IDPrefix returns the beginning of the keys of the blocks that may have an id: the
// number of its IDUnit.
func IDPrefix(id analytics.ClickID) []byte {
	return Order.AppendUint64(make([]byte, 0, 16), uint64(id.Time().UnixMilli()/IDUnit))
}

// IDKey returns the key of [analytics.TableIDs] for an id in a block.
func IDKey(id analytics.ClickID, block uint64) []byte {
	return Order.AppendUint64(IDPrefix(id), block)
}

// The kinds of keys of [analytics.TablePersons]. Their numbers are part of the stored
// format.
const (
	personKind = iota + 1
	linkPersonKind
	conversionKind
)

// PersonPrefix returns the beginning of the keys of a person's blocks. These come
// newest first, see [BackwardBlock].
func PersonPrefix(person uint64) []byte {
	return Order.AppendUint64(append(make([]byte, 0, 17), personKind), person)
}

// PersonKey returns the key for a click of a person in a block.
func PersonKey(person, block uint64) []byte {
	return Order.AppendUint64(PersonPrefix(person), ^block)
}

// BackwardBlock reads a block from the end of a key whose blocks come newest first.
func BackwardBlock(end []byte) uint64 { return ^Order.Uint64(end) }

// LinkPersonsPrefix returns the beginning of the keys of the persons of a link.
func LinkPersonsPrefix(link uint32) []byte {
	return Order.AppendUint32(append(make([]byte, 0, 21), linkPersonKind), link)
}

// LinkPersonKey returns the key for a click of a person on a link in a block.
func LinkPersonKey(link uint32, person, block uint64) []byte {
	return Order.AppendUint64(LinkPersonPrefix(link, person), block)
}

// LinkPersonPrefix returns the beginning of the keys of a person's blocks with clicks on
// a link.
func LinkPersonPrefix(link uint32, person uint64) []byte {
	return Order.AppendUint64(LinkPersonsPrefix(link), person)
}

// SplitLinkPersonKey returns the person and the block of a key that [LinkPersonKey]
// returned.
func SplitLinkPersonKey(key []byte) (person, block uint64, err error) {
	if err := CheckKey(key, personKeySize([]byte{linkPersonKind})); err != nil {
		return 0, 0, err
	}
	return Order.Uint64(key[5:]), Order.Uint64(key[5+8:]), nil
}

// ConversionPrefix returns the beginning of the keys of the conversions of a click.
func ConversionPrefix(click analytics.ClickID) []byte {
	return append(append(make([]byte, 0, 25), conversionKind), click[:]...)
}

// ConversionKey returns the key for a conversion of a click in a block.
func ConversionKey(click analytics.ClickID, block uint64) []byte {
	return Order.AppendUint64(ConversionPrefix(click), block)
}

// AfterPrefix returns the key behind all keys with a prefix; nil if there is none.
func AfterPrefix(prefix []byte) []byte {
	for i := len(prefix); i > 0; i-- {
		if prefix[i-1] < 0xff {
			after := append([]byte(nil), prefix[:i]...)
			after[i-1]++
			return after
		}
	}
	return nil
}

// IndexBlock returns the block of a key of an index.
func IndexBlock(table analytics.Table, key []byte) (block uint64, err error) {
	size := 16
	if table == analytics.TablePersons {
		size = personKeySize(key)
	}
	if err := CheckKey(key, size); err != nil {
		return 0, err
	}
	if block = Order.Uint64(key[size-BlockSize:]); table == analytics.TablePersons && key[0] == personKind {
		block = ^block
	}
	return block, nil
}

// personKeySize returns the length that a key of [analytics.TablePersons] must have.
func personKeySize(key []byte) int {
	sizes := [...]int{personKind: 17, linkPersonKind: 21, conversionKind: 25}
	if len(key) == 0 || int(key[0]) >= len(sizes) {
		return 0
	}
	return sizes[key[0]]
}
