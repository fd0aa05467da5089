// Package keys makes the keys by which the stores of this module store links and
// documents, and the ranges of keys that lists read. Keys are ordered byte strings.
// Each part but the last begins with its length, or ends with bytes that it cannot have,
// so that different things never have the same key, whatever bytes their names contain.
package keys

import (
	"cmp"
	"encoding/binary"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Code returns the key of a short code on a domain.
func Code(domain, code string) []byte { return join(code, domain) }

// CodeOf returns the domain and the short code of a key that [Code] returned. It
// returns no code for another key.
func CodeOf(key []byte) linkpack.Alias {
	domain, code, _ := cut(key)
	return linkpack.Alias{Domain: domain, ShortCode: string(code)}
}

// Link returns the key of a link. The keys of a workspace are in the order of the
// ids. An empty workspace is the default one.
func Link(workspace, id string) []byte {
	return join(id, cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Workspace returns the key of what a workspace has once. An empty workspace is the
// default one.
func Workspace(workspace string) []byte {
	return []byte(cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Bin returns the key of a deleted link. The keys are in the order of the times, to
// the millisecond.
func Bin(deleted time.Time, number uint32) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(deleted.UnixMilli())^1<<63) // negative ones first
	return binary.BigEndian.AppendUint32(key, number)
}

// BinTime returns the time in a key that [Bin] returned, or the zero time for another
// key.
func BinTime(key []byte) time.Time {
	if len(key) != 12 {
		return time.Time{}
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(key) ^ 1<<63)).UTC()
}

// Document returns the key of a document. The keys of a kind and workspace are in
// the order of the ids.
func Document(kind, workspace, id string) []byte { return join(id, kind, workspace) }

// Unique returns the key of a unique key of documents of a kind.
func Unique(kind, key string) []byte { return join(key, kind) }

// After returns the first key after all keys that begin with prefix, or nil if there
// is none.
func After(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			after := append([]byte(nil), prefix[:i+1]...)
			after[i]++
			return after
		}
	}
	return nil
}

// join writes the parts with their lengths, and last as it is.
func join(last string, parts ...string) []byte {
	size := len(last)
	for _, p := range parts {
		size += binary.MaxVarintLen32 + len(p)
	}
	key := make([]byte, 0, size)
	for _, p := range parts {
		key = binary.AppendUvarint(key, uint64(len(p)))
		key = append(key, p...)
	}
	return append(key, last...)
}

// cut returns the first part of a key, and the rest.
func cut(key []byte) (part string, rest []byte, ok bool) {
	size, n := binary.Uvarint(key)
	if n <= 0 || size > uint64(len(key)-n) {
		return "", nil, false
	}
	return string(key[n : n+int(size)]), key[n+int(size):], true
}
