package transfer_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/transfer"
)

func TestCopyNamesADamagedRowOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linkpack.db")
	source := open(t, path)
	check(t, source.CreateLinks(t.Context(), &linkpack.Link{ID: "1", ShortCode: "one", Destination: "https://destination.example/", Revision: 1}))
	check(t, source.Close())
	content, err := os.ReadFile(path)
	check(t, err)
	content = bytes.ReplaceAll(content, []byte("destination.example"), []byte("destination.exampld"))
	check(t, os.WriteFile(path, content, 0o600))

	dst := filepath.Join(t.TempDir(), "copy.db")
	err = transfer.Copy(t.Context(), open(t, dst), open(t, path), nil)
	if !errors.Is(err, linkpack.ErrDamaged) || !strings.Contains(err.Error(), `bucket "links"`) {
		t.Errorf("got error %v, want one that names the bucket", err)
	}
}

func TestADamagedMarkIsNoCopyToGoOnWith(t *testing.T) {
	for _, mark := range []string{"", "{", `{"source": 1}`, `{}`, `{"source": "AAAA", "table": {"Name": "none"}}`} {
		dst := memory.New()
		check(t, dst.Rows().Put(t.Context(), []byte(mark), transfer.Table{Name: transfer.Links}, nil))
		err := transfer.Copy(t.Context(), dst, filled(t, memory.New(), 1), nil)
		if !errors.Is(err, linkpack.ErrDamaged) && !errors.Is(err, transfer.ErrChanged) {
			t.Errorf("mark %q: got error %v", mark, err)
		}
	}
}

func TestAStoreRefusesRowsThatItCannotHave(t *testing.T) {
	row := transfer.Row{Key: []byte("key"), Value: []byte("value")}
	for _, s := range []transfer.Store{memory.New(), file(t)} {
		for _, table := range []transfer.Table{
			{Name: "none"},
			{Name: "linkpack"},
			{Name: "none", Clicks: true},
			{Name: "log", Clicks: true, Lane: 3}, // which has not been made
			{Name: transfer.Lanes},
			{Name: transfer.Counters},
		} {
			if err := s.Rows().Put(t.Context(), []byte("{}"), table, []transfer.Row{row}); err == nil {
				t.Errorf("%T took a row of table %s", s, table)
			}
		}
	}
}
