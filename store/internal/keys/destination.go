package keys

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"math"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The key of a link by its destination is a hash of what a target asks for, the time
// at which the link expires, latest first, and the number of the link.
const (
	// hashSize is long enough that nobody finds two destinations with one hash. If
	// they did, one search would see the links of both.
	hashSize   = 12
	numberSize = 4
	sizeByDest = hashSize + 8 + numberSize
)

// External returns the key of a link's external id.
func External(workspace, externalID string) []byte { return Link(workspace, externalID) }

// ExternalOf returns the key of a link's external id, or nil for a link that has none or
// is in the bin.
func ExternalOf(l *linkpack.Link) []byte {
	if l.ExternalID == "" || !l.DeletedAt.IsZero() {
		return nil
	}
	return External(l.Workspace, l.ExternalID)
}

// Destination returns the key of a link by its destination, or nil for a link that no
// target selects.
func Destination(l *linkpack.Link) []byte {
	t := linkpack.Target{Workspace: l.Workspace, Domain: l.Domain, Destination: l.Destination}
	if !t.Matches(l) {
		return nil
	}
	expiry := uint64(math.MaxUint64)
	if !l.ExpiresAt.IsZero() {
		expiry = ordinal(l.ExpiresAt)
	}
	key := binary.BigEndian.AppendUint64(hash(&t, l.ExternalID != ""), ^expiry)
	return binary.BigEndian.AppendUint32(key, l.Number)
}

// NumberOf returns the number in a key of a link by its destination. It is nil for
// anything else.
func NumberOf(key []byte) []byte {
	if len(key) != sizeByDest {
		return nil
	}
	return key[sizeByDest-numberSize:]
}

// Destinations yields the ranges from <= key < to of the links that a target selects,
// best first. A link that expires in the millisecond of the target's time is in a
// range whether it is selected or not.
func Destinations(t linkpack.Target) iter.Seq2[[]byte, []byte] {
	return func(yield func(from, to []byte) bool) {
		for _, external := range []bool{false, true} {
			from := hash(&t, external)
			last := binary.BigEndian.AppendUint64(from[:hashSize:hashSize], ^ordinal(t.At))
			if external && t.WithoutExternalID || !yield(from, After(last)) {
				return
			}
		}
	}
}

// hash returns the first part of the keys of links with or without an external id.
func hash(t *linkpack.Target, external bool) []byte {
	kind := "0"
	if external {
		kind = "1"
	}
	sum := sha256.Sum256(join(t.Destination, cmp.Or(t.Workspace, linkpack.DefaultWorkspace), t.Domain, kind))
	return sum[:hashSize:hashSize]
}

// ordinal returns a number that is greater for a later time.
func ordinal(t time.Time) uint64 { return uint64(t.UnixMilli()) ^ 1<<63 }
