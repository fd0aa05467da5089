package keys

import (
	"cmp"
	"encoding/binary"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Segment returns the key of a segment of the search of a workspace.
func Segment(workspace string, segment uint32) []byte {
	return join(string(binary.BigEndian.AppendUint32(nil, segment)), cmp.Or(workspace, linkpack.DefaultWorkspace))
}

// Segments returns the range from <= key < to of a workspace's segments.
func Segments(workspace string) (from, to []byte) {
	from = join("", cmp.Or(workspace, linkpack.DefaultWorkspace))
	return from, After(from)
}

// SegmentOf returns what a key of Segment was made of. ok is false for another key.
func SegmentOf(key []byte) (workspace string, segment uint32, ok bool) {
	workspace, last, ok := cut(key)
	if !ok || len(last) != 4 {
		return "", 0, false
	}
	return workspace, binary.BigEndian.Uint32(last), true
}
