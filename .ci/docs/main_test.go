package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const source = `package p

type Bare struct {
	Named int
	// Told is told.
	Told  int
	Aside int // Aside is told too.
	Inner struct{ Deep int }
	hidden int
	Embedded
}

// Embedded is told.
type Embedded interface {
	Method()
	// Told is told.
	Told()
}

type hidden struct{ Field int }

func (hidden) Method() {}

func (*Bare) Method() {}

func Function() {}

// The group's comment stands for its names.
const (
	One = iota
	Two
)

var Alone int
`

func TestNamesWithoutCommentAreFound(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"p.go":          source,
		"p_test.go":     "package p\n\nfunc Ignored() {}\n",
		"testdata/x.go": "package x\n\nfunc Ignored() {}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	missing, err := checkTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range missing {
		got = append(got, line[strings.LastIndex(line, ": ")+2:])
	}
	want := []string{
		"Bare", "Bare.Named", "Bare.Inner", "Bare.Inner.Deep", "Embedded.Method",
		"Bare.Method", "Function", "Alone", "package comment",
	}
	if !slices.Equal(got, want) {
		t.Errorf("missing\n got %q\nwant %q", got, want)
	}
}
