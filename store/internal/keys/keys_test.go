package keys_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

func TestDifferentThingsHaveDifferentKeys(t *testing.T) {
	parts := []string{"", "a", "b", "ab", "\x00", "\x01", "a\x00", "\x01a", strings.Repeat("a", 200)}
	codes, documents := make(map[string]string), make(map[string]string)
	for _, x := range parts {
		for _, y := range parts {
			unlike(t, codes, keys.Code(x, y), fmt.Sprintf("%q %q", x, y))
			for _, z := range parts {
				unlike(t, documents, keys.Document(x, y, z), fmt.Sprintf("%q %q %q", x, y, z))
			}
		}
	}
}

func unlike(t *testing.T, seen map[string]string, key []byte, what string) {
	t.Helper()
	if other, ok := seen[string(key)]; ok {
		t.Errorf("%s and %s have the same key", what, other)
	}
	seen[string(key)] = what
}

func TestKeysOfAWorkspaceAreInTheOrderOfTheIDs(t *testing.T) {
	ids := []string{"", "0", "00", "1", "a", "b", "ba"}
	var all [][]byte
	for _, id := range ids {
		all = append(all, keys.Link("acme", id))
	}
	if !slices.IsSortedFunc(all, bytes.Compare) {
		t.Errorf("%q is out of order", all)
	}
}

func TestNoWorkspaceIsTheDefaultOne(t *testing.T) {
	if !bytes.Equal(keys.Link("", "id"), keys.Link(linkpack.DefaultWorkspace, "id")) {
		t.Error("the keys differ")
	}
}

func TestAfter(t *testing.T) {
	for _, c := range []struct{ prefix, want string }{
		{"a", "b"}, {"ab", "ac"}, {"a\xff", "b"}, {"a\xff\xff", "b"}, {"\xff", ""}, {"", ""},
	} {
		if got := keys.After([]byte(c.prefix)); string(got) != c.want {
			t.Errorf("After(%q) = %q, want %q", c.prefix, got, c.want)
		}
	}
	if keys.After([]byte("\xff\xff")) != nil {
		t.Error("there is a key behind the last one")
	}
}

func TestARangeOfLinksBeginsOrEndsBesideOne(t *testing.T) {
	id := "0190163d-8694-7000-8000-000000000001"
	key, next := keys.Link("acme", id), keys.Link("acme", id+"\x00")
	if _, to := keys.LinksFrom("acme", id, false); !bytes.Equal(to, key) {
		t.Errorf("down from %q begins at %q", key, to)
	}
	if from, _ := keys.LinksFrom("acme", id, true); !bytes.Equal(from, next) {
		t.Errorf("up from %q begins at %q", key, from)
	}
	from, to := keys.LinksFrom("acme", "", true)
	if bytes.Compare(from, key) > 0 || bytes.Compare(to, key) <= 0 || bytes.Compare(to, keys.Link("acmf", "")) > 0 {
		t.Errorf("the workspace is from %q to %q", from, to)
	}
}

func TestTheTimeInAKeyOfTheBinIsFound(t *testing.T) {
	before := ""
	for _, ms := range []int64{-1 << 62, -1, 0, 1, 1_773_500_966_535, 1 << 62} {
		key := keys.Bin(time.UnixMilli(ms), 1<<32-1)
		if got := keys.BinTime(key).UnixMilli(); got != ms {
			t.Errorf("%d is read as %d", ms, got)
		}
		if string(key) <= before {
			t.Errorf("the key of %d is not above the one before", ms)
		}
		before = string(key)
	}
	if got := keys.BinTime([]byte("short")); !got.IsZero() {
		t.Errorf("another key has the time %v", got)
	}
}

func TestTheCodeOfAKeyIsFound(t *testing.T) {
	for _, want := range []linkpack.Alias{
		{}, {ShortCode: "a"}, {Domain: "go.example", ShortCode: "a"}, {Domain: strings.Repeat("a", 200), ShortCode: "\x00\xff"}, {Domain: "a"},
	} {
		if got := keys.CodeOf(keys.Code(want.Domain, want.ShortCode)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, key := range []string{"", "\xff", "\x05abcd", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"} {
		if got := keys.CodeOf([]byte(key)); got != (linkpack.Alias{}) {
			t.Errorf("%q is the key of %q", key, got)
		}
	}
}
