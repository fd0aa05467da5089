package keys_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

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

func TestACursorContinuesBehindItsLink(t *testing.T) {
	for _, id := range []string{"", "a", "0190163d-8694-7000-8000-000000000001", "\xff\x00"} {
		page, err := keys.PageOf(linkpack.LinkQuery{Workspace: "acme", Cursor: keys.Cursor("acme", id)})
		if err != nil || !bytes.Equal(page.Before, keys.Link("acme", id)) {
			t.Errorf("the cursor of %q leads to %q, %v", id, page.Before, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("acme", keys.Cursor("acme", "id"))
	f.Add("", keys.Cursor("", ""))
	f.Add("other", keys.Cursor("acme", "id"))
	f.Add("acme", "!")
	f.Add("acme", "AAAA")
	f.Fuzz(func(t *testing.T, workspace, cursor string) {
		page, err := keys.PageOf(linkpack.LinkQuery{Workspace: workspace, Cursor: cursor})
		if err != nil {
			if !errors.Is(err, linkpack.ErrInvalid) {
				t.Errorf("error %v is no FieldError", err)
			}
			return
		}
		if !bytes.HasPrefix(page.Before, page.From) && cursor != "" {
			t.Errorf("the page before %q leaves the workspace at %q", page.Before, page.From)
		}
		id := strings.TrimPrefix(string(page.Before), string(page.From))
		if cursor != "" && keys.Cursor(workspace, id) != cursor {
			t.Errorf("%q is not the cursor of %q", cursor, id)
		}
	})
}
