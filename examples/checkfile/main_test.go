package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

// fileWithLink makes a file with one link.
func fileWithLink(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "linkpack.db")
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = s.CreateLinks(t.Context(), &linkpack.Link{ID: "one", ShortCode: "one", Destination: "https://destination.example/"})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASoundFile(t *testing.T) {
	var out strings.Builder
	if err := check(t.Context(), &out, fileWithLink(t)); err != nil || out.String() != "nothing is damaged\n" {
		t.Errorf("printed %q, %v", out.String(), err)
	}
}

func TestADamagedLinkIsNamed(t *testing.T) {
	path := fileWithLink(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = bytes.ReplaceAll(content, []byte("destination.example"), []byte("destination.exampld"))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := check(t.Context(), &out, path); err == nil || !strings.Contains(out.String(), `in bucket "links": its checksum does not match`) {
		t.Errorf("printed %q, %v", out.String(), err)
	}
}

func TestNoFileIsMade(t *testing.T) {
	if err := check(t.Context(), os.Stdout, filepath.Join(t.TempDir(), "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
