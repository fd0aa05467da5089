package keys_test

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// named returns links with names that are hard to sort, each with two ids, sorted.
func named() (all []*linkpack.Link) {
	long := strings.Repeat("n", 256)
	names := []string{"", "a", "a\x00", "a\x00\x00", "a\x00\xff", "a\x01", "ab", "b", "é", "日本", long[1:], long, long + "\x00", long + "a", long + "b", long[1:] + "o"}
	for _, name := range names {
		all = append(all, &linkpack.Link{ID: "1", Name: name}, &linkpack.Link{ID: "2", Name: name})
	}
	slices.SortFunc(all, compareNames)
	return all
}

func compareNames(a, b *linkpack.Link) int {
	return cmp.Or(cmp.Compare(linkpack.SortName.Of(a), linkpack.SortName.Of(b)), cmp.Compare(a.ID, b.ID))
}

// TestKeysOfAnOrderAreInThatOrder compares each two links, but those that are in one run.
func TestKeysOfAnOrderAreInThatOrder(t *testing.T) {
	all := named()
	for i, a := range all {
		key := keys.Order(linkpack.SortName, a)
		if got := keys.OrderedID(key); got != a.ID {
			t.Errorf("the id of %.20q is %q", a.Name, got)
		}
		for _, b := range all[i+1:] {
			other := keys.Order(linkpack.SortName, b)
			if !bytes.Equal(keys.Run(key), keys.Run(other)) && bytes.Compare(key, other) >= 0 {
				t.Errorf("%.20q (%d bytes) is not before %.20q (%d bytes)", a.Name, len(a.Name), b.Name, len(b.Name))
			}
		}
	}
}

func TestARangeOfAnOrderHasAllBehindALink(t *testing.T) {
	all := named()
	for _, ascending := range []bool{true, false} {
		for _, after := range all {
			from, to := keys.OrderedFrom("", linkpack.SortName, linkpack.SortName.Of(after), after.ID, ascending)
			for _, l := range all {
				key := keys.Order(linkpack.SortName, l)
				behind := compareNames(l, after) > 0
				if !ascending {
					behind = compareNames(l, after) < 0
				}
				inRange := bytes.Compare(key, from) >= 0 && bytes.Compare(key, to) < 0
				inRun := bytes.Equal(keys.Run(key), keys.Run(keys.Order(linkpack.SortName, after)))
				if inRange != behind && (behind || !inRun) {
					t.Errorf("%.20q behind %.20q: %v, in the range: %v", l.Name, after.Name, behind, inRange)
				}
			}
		}
	}
}

func TestAKeyOfASegmentSaysWhichItIs(t *testing.T) {
	key := keys.Segment("acme", 7)
	if workspace, n, ok := keys.SegmentOf(key); workspace != "acme" || n != 7 || !ok {
		t.Errorf("it is segment %d of %q, %v", n, workspace, ok)
	}
	for _, other := range [][]byte{nil, key[1:], key[:len(key)-1], append(key, 0)} {
		if _, _, ok := keys.SegmentOf(other); ok {
			t.Errorf("%q is a key of a segment", other)
		}
	}
}
