// Package keys spells the keys under which the stores of this module file links
// and documents, and the ranges of keys that lists read. Keys are ordered byte
// strings; each part but the last carries its length, so that no two different
// things ever share a key, whatever bytes their names hold.
package keys

import (
	"cmp"
	"encoding/binary"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Code is the key of a short code on a domain.
func Code(domain, code string) []byte { return join(code, domain) }

// Link is the key of a workspace's link. A workspace's keys are in the order of
// the ids.
func Link(workspace, id string) []byte {
	return join(id, cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Workspace is the key of what a workspace has once.
func Workspace(workspace string) []byte {
	return []byte(cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Document is the key of a document. The keys of a kind and workspace are in the
// order of the ids.
func Document(kind, workspace, id string) []byte { return join(id, kind, workspace) }

// Unique is the key of one of the unique keys of a kind of documents.
func Unique(kind, key string) []byte { return join(key, kind) }

// After returns the first key behind all those that begin with prefix, or nil
// when there is none.
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
