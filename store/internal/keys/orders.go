package keys

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The key of a link in an order is the workspace, the order, the value by which the link
// is sorted, and the id. The value is the text that [linkpack.SortKey.Of] returns, but
// at most its first bytes, so that the key does not get too long. A zero in it is
// followed by 0xFF, and its end is a zero and another byte.
const (
	maxSorted  = 256
	endOfValue = 0
	endOfCut   = 1 // of a value that goes on
)

// Order returns the key of a link in an order.
func Order(sort linkpack.SortKey, l *linkpack.Link) []byte {
	key, _ := sorted(l.Workspace, sort, sort.Of(l))
	return append(key, l.ID...)
}

// sorted returns the beginning of the keys of links that have a value.
func sorted(workspace string, sort linkpack.SortKey, value string) (key []byte, isCut bool) {
	end := byte(endOfValue)
	if isCut = len(value) > maxSorted; isCut {
		value, end = value[:maxSorted], endOfCut
	}
	key = order(workspace, sort)
	for _, b := range []byte(value) {
		if key = append(key, b); b == 0 {
			key = append(key, 0xff)
		}
	}
	return append(key, 0, end), isCut
}

// order returns the beginning of the keys of an order.
func order(workspace string, sort linkpack.SortKey) []byte {
	return join(string([]byte{byte(sort)}), cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Ordered returns the range from <= key < to of a workspace's links in an order.
func Ordered(workspace string, sort linkpack.SortKey) (from, to []byte) {
	from = order(workspace, sort)
	return from, After(from)
}

// OrderedFrom returns the range of the links that come after one with a value and an id
// in ascending or descending order. Links whose values begin like a long one may come
// before it.
func OrderedFrom(workspace string, sort linkpack.SortKey, value, id string, ascending bool) (from, to []byte) {
	from, to = Ordered(workspace, sort)
	at, isCut := sorted(workspace, sort, value)
	switch {
	case isCut && ascending:
		from = at
	case isCut:
		to = After(at)
	case ascending:
		from = slices.Concat(at, []byte(id), []byte{0})
	default:
		to = slices.Concat(at, []byte(id))
	}
	return from, to
}

// Run returns what the keys of an order have in common that are not in the order of
// their links, because their values are cut. For others, it returns the key.
func Run(key []byte) []byte {
	if end, last := valueEnd(key); last == endOfCut {
		return key[:end]
	}
	return key
}

// OrderedID returns the id in a key of an order, or "" for another key.
func OrderedID(key []byte) string {
	end, _ := valueEnd(key)
	return string(key[end:])
}

// valueEnd returns where the value of a key ends, and the byte that ends it. It returns
// the end of another key.
func valueEnd(key []byte) (end int, last byte) {
	_, rest, _ := cut(key)
	for {
		zero := bytes.IndexByte(rest, 0)
		if zero < 0 || zero+1 == len(rest) {
			return len(key), 0
		}
		last, rest = rest[zero+1], rest[zero+2:]
		if last != 0xff {
			return len(key) - len(rest), last
		}
	}
}

// Orders returns the orders that have keys of their own. The links are by creation in
// the order of their ids.
func Orders() []linkpack.SortKey {
	return []linkpack.SortKey{linkpack.SortUpdated, linkpack.SortName, linkpack.SortCode}
}
